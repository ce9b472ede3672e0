"""What the pages of requests load, and how they go back."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.requests import presenters, queries, service
from app.requests.forms import (
    AnswerForm,
)
from app.requests.models import Request
from app.requests.policy import answers, asks, must_decide
from app.requests.queries import boards, offered
from app.requests.queries.boards import LineFact
from app.requests.rules import figure_texts, to_better
from app.web import (
    OfficeForm,
    actor,
    page,
    session,
    write_transaction,
)


def seen(request_id: int) -> tuple[Request, list[LineFact], bool]:
    """The request with the lines that this actor may see: all, or those they answer; who is asked
    no more sees what they had answered, and why it is over."""
    asked = queries.find(session(), request_id)
    lines = boards.board(session(), actor(), request_id)
    if asks.for_row(actor(), asked) and queries.is_readable_by(session(), actor(), asked):
        return asked, lines, True
    own = [one for one in lines if answers.for_row(actor(), one)]
    if not own:
        raise NotFound
    asked_still = [one for one in own if one.state != "off"]
    if request.method == "GET" and any(one.seen_at is None for one in asked_still):
        with write_transaction() as noting:
            service.seen_on_page(noting, asked.record_id, actor())
    is_shared = asked.is_shared and asked.state != "withdrawn" and bool(asked_still)
    return asked, lines if is_shared else asked_still or own, False


def told(request_id: int) -> tuple[Request, list[LineFact], bool]:
    """The same, for those to whom it says still what is asked."""
    asked, lines, is_asker = seen(request_id)
    if not presenters.is_told(session(), actor(), asked, lines, is_asker=is_asker):
        raise NotFound
    return asked, lines, is_asker


def asked_line(line_id: int) -> tuple[LineFact, Request, bool]:
    request_id = queries.request_of(session(), line_id)
    if request_id is None:
        raise NotFound
    asked, lines, is_asker = seen(request_id)
    own = (one for one in lines if is_asker or may_answer(one))
    line = next((one for one in own if one.id == line_id), None)
    if line is None:
        raise NotFound
    return line, asked, is_asker


def may_answer(line: LineFact) -> bool:
    return line.state != "off" and answers.for_row(actor(), line)


def answer_form(asked: Request, line: LineFact, *, is_asker: bool) -> AnswerForm:
    """It begins with what is to be bettered."""
    given = to_better(line)
    files = given.files if given else ()
    begun = {
        "figures": figure_texts(asked.columns, given.figures if given else {}),
        "text": given.note if given else "",
        "kept": [one.id for one in files],
    }
    form = AnswerForm(data=begun)
    form.kept.choices = [(one.id, one.name) for one in files]
    known = offered.answering_documents(session(), actor(), asked, line, is_asker=is_asker)
    form.document_id.offer(presenters.options(known))
    return form


def papers(form: AnswerForm, line: LineFact) -> service.Papers:
    given = to_better(line)
    record_id = given.record_id if given else None
    kept = service.keep_of(session(), record_id, form.kept.data)
    return service.Papers(form.files.take(), kept)


def own_line(line_id: int) -> tuple[LineFact, Request]:
    line, asked, is_asker = asked_line(line_id)
    if not is_asker:
        raise NotFound
    must_decide(actor(), asked)
    return line, asked


def back(asked: Request) -> ResponseReturnValue:
    return redirect(url_for(".show", request_id=asked.id))


def act(
    form: OfficeForm, asked: Request, title: str, label: str, warning: str = ""
) -> ResponseReturnValue:
    words = {"title": title, "label": label, "warning": warning}
    return page("requests/act.html", form=form, asked=asked, **words)
