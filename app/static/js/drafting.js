// The editor of drafts: the page as it will print follows the typing; lines of lists come and go.
'use strict';
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const on = (type, selector, act) => document.addEventListener(type, event => {
    const found = event.target.closest && event.target.closest(selector);
    if (found) act(found, event);
  });

  /* == Lines: a template beside its list gives the next one */
  const add = (list, template, before = null) => {
    const row = $(template).content.firstElementChild.cloneNode(true);
    $(list).insertBefore(row, before);
    row.dispatchEvent(new Event('cv-added', { bubbles: true }));
    $('input,select', row).focus();
  };
  const signing = () => [...document.querySelectorAll('[data-turns] [name=kind]')].filter(kind => kind.value === 'sign').map(kind => kind.closest('.cv-turn'))[0] || null;
  on('click', '[data-rcv-add]', () => add('[data-rcvs]', '[data-rcv]'));
  on('click', '[data-turn-add]', () => add('[data-turns]', '[data-turn]', signing()));
  const drop = (button, line) => {
    const row = button.closest(line), form = button.form;
    row.remove();
    form.dispatchEvent(new Event('input', { bubbles: true }));
  };
  on('click', '[data-rcv-drop]', button => drop(button, '.cv-rcv'));
  on('click', '[data-turn-drop]', button => drop(button, '.cv-turn'));
  on('click', '[data-turn-up]', button => {
    const row = button.closest('.cv-turn');
    if (row.previousElementSibling) row.previousElementSibling.before(row);
    button.focus();
  });

  /* == The page as it will print */
  const form = $('[data-letter]'), pane = $('[data-letter-pages]');
  if (!form || !pane) return;
  const status = $('[data-letter-status]');
  const WAIT_MS = 900;
  let timer = 0, running = null;
  const draw = async () => {
    clearTimeout(timer);
    if (running) running.abort();
    running = new AbortController();
    const data = new FormData(form);
    data.delete('_once');
    data.delete('files');
    status.textContent = status.dataset.busy || '…';
    try {
      const answer = await fetch(form.dataset.previewUrl, { method: 'POST', body: data, signal: running.signal, headers: { 'X-Part': 'preview' } });
      if (answer.ok && !answer.redirected) pane.innerHTML = await answer.text();
    } catch (error) {
      if (error.name === 'AbortError') return;
    }
    status.textContent = '';
  };
  form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(draw, WAIT_MS); });
  on('click', '[data-letter-now]', draw);
  const type = form.elements.type_code, retype = $('[value=retype]', form);
  if (retype) {
    retype.hidden = true;
    type.addEventListener('change', () => form.requestSubmit(retype));
  }
  draw();
})();
