/**
 * Choosing who is given the work.
 * `data-picker="address of the people"`, `data-picker-given="#list"` of those chosen, `data-picker-due="#field"` the
 * common due date. Parts: templates `-row` (one chosen, with `-name`, `-sub`, `-drop`) and `-choice` (one found, with
 * `-open` besides), `-status`. On a chosen row `data-picker-id` says who it is. `data-picker-unit` ticks one: the
 * first leads, the next help; a second tap lets the lead help, another lets go. `data-picker-led`: one leads already.
 */
import { $, $$, clone, give, put, onKey } from './dom.js';
import { behaviour } from './behaviours.js';
import { choices, underlined } from './choices.js';
import { initials, people, search } from './people.js';
import { say, words } from './words.js';

const absence = person => [person.sub, person.away].filter(Boolean).join('. ');

/** The rows of those chosen. The first of the roles is the lead's, the third has no due date; 0 may not be given. */
const chosen = (box, list, due) => {
  const blank = $('[data-picker-row]', box);
  const roles = $$('option', blank.content).map(option => (option.disabled ? 0 : option.value));
  const [lead, helper, informed] = roles;
  const leads = () => $$('select', list).filter(select => select.value === lead);
  const rowOf = id => $(`[data-picker-id="${id}"]`, list);

  const newRow = person => {
    const row = clone(blank);
    row.dataset.pickerId = $('input', row).value = person.id;
    put(row, { '[data-picker-name]': person.name, '[data-picker-sub]': absence(person) });
    for (const named of $$('[aria-label]', row)) named.ariaLabel += ` ${person.name}`;
    list.append(row);
    return row;
  };

  /** @returns {string} the word for the role given */
  const add = (person, role) => {
    const row = rowOf(person.id) || newRow(person);
    const select = $('select', row);
    const field = $('.cv-duein', row);
    const isLed = 'pickerLed' in box.dataset || leads().length;
    give(select, role || roles.find((one, at) => one && (at || !isLed)));
    if (due && field && select.value !== informed) field.value = due.value;
    return select.selectedOptions[0].text;
  };

  // One lead: naming another makes the first a co-handler.
  list.onchange = event => {
    const { target } = event;
    if (target.value === lead) for (const other of leads()) if (other !== target) other.value = helper;
    if (target.matches('.cv-duein')) target.dataset.pickerOwn = '';
  };
  if (due)
    due.onchange = () => {
      for (const row of $$('li', list)) {
        if ($('select', row).value === informed) continue;
        for (const field of $$('.cv-duein:not([data-picker-own])', row)) field.value = due.value;
      }
    };
  return { roles, add, rowOf };
};

/** The units in sight, each in the role that it has among those chosen. */
const ticked = (units, given, rows, find) => {
  const [lead, helper] = rows.roles;
  const paint = () => {
    for (const unit of units) {
      const select = $('select', rows.rowOf(unit.value) || given.cloneNode());
      unit.checked = Boolean(select?.value);
      const as = $('[data-picker-as]', unit.parentNode);
      as.textContent = unit.checked ? select.selectedOptions[0].text : '';
      as.classList.toggle('cv-role--lead', select?.value === lead);
    }
  };
  for (const unit of units) {
    unit.name = ''; // the rows say it
    unit.onchange = async () => {
      const row = rows.rowOf(unit.value);
      const select = row && $('select', row);
      if (!select?.value) rows.add(await find(unit.value));
      else if (select.value === lead && helper) give(select, helper);
      else row.remove();
    };
  }
  new MutationObserver(paint).observe(given, { childList: true });
  given.addEventListener('change', paint);
  paint();
};

/** How one of those found is drawn. */
const choiceOf = box => (person, looked) => {
  const choice = clone($('[data-picker-choice]', box));
  put(choice, {
    '.cv-ava': initials(person.name),
    '[data-picker-sub]': absence(person),
    '[data-picker-open]': say('open', person.open),
    [person.late ? 'b' : 'i']: person.late ? say('late', person.late) : words.none_late,
  });
  $('[data-picker-name]', choice).append(...underlined(person.name, looked));
  if (person.away) choice.className += ' off';
  return choice;
};

behaviour('[data-picker]', box => {
  const input = $('[role=combobox]', box);
  const list = $('[role=listbox]', box);
  const given = $(box.dataset.pickerGiven);
  const due = box.dataset.pickerDue ? $(box.dataset.pickerDue) : null;
  const rows = chosen(box, given, due);
  const offered = choices(input, list, choiceOf(box));
  const find = async id => (await people(box.dataset.picker)).find(person => person.id === id);
  ticked($$('[data-picker-unit]', box.closest('form')), given, rows, find);
  const tell = text => put(box, { '[data-picker-status]': text });

  const look = async () => {
    const asked = input.value.trim();
    const all = await people(box.dataset.picker);
    if (asked !== input.value.trim()) return;
    const found = asked ? search(all, asked) : all.filter(person => person.first);
    offered.open(found, asked);
    if (asked) tell(found.length ? say('found', found.length) : words.nobody);
  };
  const add = (person, role) => {
    if (!person) return;
    const word = rows.add(person, role);
    input.value = '';
    look();
    tell(say('added', `${person.name}, ${word}`));
  };

  const moves = { ArrowDown: offered.down, ArrowUp: offered.up, Escape: offered.close, Enter: () => add(offered.current()) };
  onKey(event => {
    if (event.ctrlKey || event.metaKey) return;
    // After a space a digit is part of a name: "tổ dân phố 7".
    const role = /\S$/.test(input.value) && '123'.includes(event.key) && rows.roles[event.key - 1];
    if (!offered.isOpen()) {
      if (event.key !== 'Enter') return;
      look().then(() => add(offered.current()));
    } else if (role) add(offered.current(), role);
    else if (moves[event.key]) moves[event.key]();
    else return;
    event.preventDefault();
  }, input);
  input.oninput = look;
  input.onfocus = () => box.scrollIntoView();
  list.onmousedown = event => event.preventDefault();
  list.onclick = event => add(offered.under(event.target));
  given.onclick = event => {
    if (!event.target.closest('[data-picker-drop]')) return;
    event.target.closest('li').remove();
    input.focus();
  };
  look();
});
