"""A tiny application that shows every component, and answers what the script asks."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import (
    Flask,
    Response,
    flash,
    jsonify,
    redirect,
    render_template,
    render_template_string,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import FileSystemLoader, StrictUndefined
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from app.core.errors import Problem
from app.search.presenters.typing import Group, Offered
from app.web import listing as v
from app.web.assets import init_assets
from app.web.fields import ButtonsField, ChoiceField
from app.web.forms import say
from app.web.icons import build_sprite

from . import samples

ROOT = samples.ROOT
POLICY = "default-src 'self'"


class RegisterForm(FlaskForm):
    """A form with every kind of control."""

    version = HiddenField(default="7")
    register = ChoiceField("Sổ", choices=[("1", "Văn bản đến 2026"), ("2", "Đơn thư 2026")])
    arrival = StringField("Số đến")
    number = StringField("Số", validators=[InputRequired("Hãy nhập số, hoặc chọn “không số”.")])
    symbol = StringField("Ký hiệu")
    dated = StringField("Ngày văn bản")
    issuer = StringField(
        "Cơ quan ban hành", validators=[InputRequired("Hãy chọn cơ quan ban hành.")]
    )
    kind = ChoiceField("Tên loại", choices=[("cv", "Công văn"), ("bc", "Báo cáo")])
    subject = TextAreaField(
        "Trích yếu", validators=[InputRequired("Trích yếu không được để trống.")]
    )
    urgency = ButtonsField(
        "Độ khẩn",
        choices=[("0", "Thường"), ("1", "Khẩn"), ("2", "Thượng khẩn"), ("3", "Hỏa tốc")],
        default="0",
    )
    due = StringField("Hạn trả lời")
    answer = BooleanField(
        "Cần văn bản trả lời", description="Dòng chủ trì tự đóng khi báo cáo được phát hành."
    )


def make_app(catalogue: str) -> Flask:
    """The gallery; `catalogue` is a folder with compiled translations."""
    app = Flask(__name__, static_folder=None, template_folder="templates")
    app.config.update(
        SECRET_KEY="gallery",
        WTF_CSRF_ENABLED=True,
        BABEL_TRANSLATION_DIRECTORIES=catalogue,
        BABEL_DEFAULT_LOCALE="vi",
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    own = Path(__file__).parent
    app.jinja_loader = FileSystemLoader([at / "templates" for at in (own, ROOT)])
    init_assets(app)
    CSRFProtect(app)
    Babel(app, locale_selector=lambda: request.args.get("lang", "vi"))
    state: dict[str, Any] = {"signed_in": True, "acts": 0, "saved": [], "keys": 0, "themes": []}
    app.config["STATE"] = state

    def once_key() -> str:
        state["keys"] += 1
        return f"k{state['keys']}"

    app.jinja_env.globals.update(
        v.TEMPLATE_GLOBALS,
        once_key=once_key,
        say=say,
        list_tools=lambda: None,
        kept_key=str,
        most_file_bytes=50 * 1024**2,
    )

    @app.context_processor
    def shell() -> dict[str, object]:
        base = samples.shell(request.args.get("theme", "light"))
        return {
            "shell": replace(base, language=request.args.get("lang", "vi")),
            "s": samples,
            "v": v,
        }

    # The committed sprite holds what the product names; the gallery names more.
    sprite = build_sprite(Path(__file__).parent)

    @app.before_request
    def icons() -> Response | None:
        return (
            Response(sprite, mimetype="image/svg+xml")
            if request.path.endswith("/icons.svg")
            else None
        )

    @app.after_request
    def policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    _pages(app, state)
    _answers(app, state)
    return app


def _pages(app: Flask, state: dict) -> None:
    @app.get("/<any(desk, list, empty, document, components, approve, sheet, book, lines):name>")
    def page(name: str) -> str:
        if request.args.get("flash"):
            given = "Đã giao 1283 cho Phòng Văn hóa - Xã hội. Tiếp theo: 3/18."
            flash({"text": given, "undo": "/act"}, "toast")  # type: ignore[arg-type]  # it keeps what JSON can say
            flash("Đã lưu nháp.")
        return render_template(f"{name}.html")

    @app.get("/plain")
    def plain() -> str:
        return render_template("plain.html", shell=None)

    app.add_url_rule("/due-remarks", "deadlines.remarks", str)

    @app.route("/register", methods=["GET", "POST"])
    def register() -> ResponseReturnValue:
        form = RegisterForm()
        problems = []
        if request.method == "POST":
            if form.validate():
                state["saved"].append(request.form.to_dict(flat=False))
                return redirect(url_for("page", name="list"))
            problems = [
                Problem("Nothing was saved: %(reason)s", {"reason": "sổ đã khóa"}, "register"),
                Problem("Plain words"),
            ]
        return render_template("register.html", form=form, problems=problems)

    @app.route("/directive", methods=["GET", "POST"])
    def directive() -> ResponseReturnValue:
        if request.method == "POST":
            state["saved"].append(request.form.to_dict(flat=False))
            return redirect(url_for("page", name="document"))
        return render_template("directive.html")

    @app.get("/peek/<int:number>")
    def peek(number: int) -> str:
        return render_template("peek.html", number=number)

    @app.get("/preview/<token>")
    def preview(token: str) -> str:
        return render_template("preview.html", token=token)

    @app.get("/page.svg")
    def page_image() -> Response:
        return Response(samples.PAGE, mimetype="image/svg+xml")


def _answers(app: Flask, state: dict) -> None:
    @app.get("/people.json")
    def people() -> Response:
        return jsonify(samples.PEOPLE)

    @app.get("/suggestions")
    def suggestions() -> str:
        one = Offered((("Sở", True), (" Y tế", False)), "3 văn bản", "/document?n=1291")
        groups = [Group("Cơ quan", "building", (one, replace(one, href="/document?n=1290")))]
        return render_template("search/suggestions.html", groups=groups)

    @app.get("/echo")
    def echo() -> str:
        said = [(name, value.strip()) for name, value in request.args.items()]
        tick = '<label><input type="checkbox">Đã biết</label>'
        return render_template_string("<b>{{ said }}</b>{{ tick|safe }}", said=said, tick=tick)

    @app.post("/upload")
    def upload() -> tuple[Response, int] | Response:
        file = request.files["file"]
        data, name = file.read(), file.filename or ""
        if name.endswith(".exe"):
            return jsonify(
                problems=["Không nhận tệp chương trình.", "Hãy gửi PDF, DOCX hoặc ảnh."]
            ), 422
        if name.startswith("big"):
            return jsonify(error="too big"), 413
        state["uploads"] = state.get("uploads", 0) + 1
        token = f"t{state['uploads']}"
        return jsonify(
            token=token,
            name=name,
            size=f"{len(data)} B",
            pages=2,
            problems=["Trang 2 mờ, nên quét lại."] if "mo" in name else [],
            preview_url=f"/preview/{token}",
            fields={"symbol": {"value": "SXD-HTĐT", "conf": "sure", "note": "chắc 97%"}},
        )

    @app.post("/act")
    def act() -> ResponseReturnValue:
        state["acts"] += 1
        state["last"] = request.form.to_dict(flat=False)
        return redirect(request.form.get("next") or url_for("page", name="list"))

    @app.post("/theme")
    def theme() -> tuple[str, int]:
        state["themes"].append(request.form["theme"])
        return "", 204

    @app.get("/session")
    def session_state() -> tuple[Response, int]:
        from flask_wtf.csrf import generate_csrf

        return jsonify(csrf_token=generate_csrf()), 200 if state["signed_in"] else 401

    @app.post("/signin")
    def signin() -> ResponseReturnValue:
        if request.form["password"] != "đúng":
            return jsonify(problems=["Tên hoặc mật khẩu không đúng."]), 422
        state["signed_in"] = True
        return "", 204
