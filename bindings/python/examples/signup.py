"""Creates an account: signup.py WIKI NAME [EMAIL]. Asks on the terminal whatever the wiki asks."""

import sys
import webbrowser
from getpass import getpass

from mwaccount import (
    Answers,
    Created,
    Creation,
    FieldKind,
    InvalidArgument,
    MwaccountError,
    NewAccount,
    Prompt,
    Reason,
    Redirect,
    Refused,
    Unknown,
    Wiki,
)


def sign_up(wiki: Wiki, account: NewAccount) -> int:
    """Creates the account, and returns an exit status."""
    with wiki.create(account) as creation:
        for step in creation:
            try:
                if isinstance(step, Prompt):
                    creation.answer(answers(creation, step))
                elif isinstance(step, Redirect):
                    print(f"Visit {step.url}")
                    webbrowser.open(step.url)
                    creation.returned(read("Address to which the browser came back"))
                elif isinstance(step, Refused):
                    print(f"refused, {step.reason}: {step.message}")
                    if step.reason is Reason.NAME_TAKEN:
                        account = account.replace(name=read("Another name"))
                        creation.revise(account)
                    elif step.reason is Reason.CAPTCHA_WRONG or (
                        step.may_resubmit and read("Send it again? (y/n)") == "y"
                    ):
                        creation.revise(account)
                elif isinstance(step, Created):
                    for warning in step.warnings:
                        print(f"but {warning.message}")
                    print(f"created {step.name}")
                    return 0
                elif isinstance(step, Unknown):
                    print(f"perhaps created: {step.evidence}")
                    return 2
            except InvalidArgument as exc:
                print(exc)  # The same step comes again.
    return 1


def answers(creation: Creation, prompt: Prompt) -> Answers:
    """Shows a prompt and its captcha, and reads the answers."""
    print(prompt.message or "")
    if prompt.captcha is not None:
        print(prompt.captcha.question or "")
        for index in range(len(prompt.captcha.image_urls)):
            path = creation.image(index).save()
            print(f"The image of the captcha is {path}")
            webbrowser.open(path.as_uri())
        if prompt.captcha.site_key:
            print(f"Answer with the token of {prompt.captcha.kind} for the site key {prompt.captcha.site_key}")
    typed = {}
    for field in prompt.fields:
        label = (field.label or field.name) + (f": {field.value}" if field.value else "")
        if field.takes_answer:
            for number, option in enumerate(field.options, 1):
                print(f"  {number}. {option.label}")
            answer = field.answer_from(read(label, hidden=field.sensitive))
            if answer is not None:
                typed[field.name] = answer
        elif field.kind is FieldKind.NULL:
            print(label)
    return typed


def read(label: str, hidden: bool = False) -> str:
    print(label)
    return getpass("> ") if hidden else input("> ")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: signup.py WIKI NAME [EMAIL]")
    email = sys.argv[3] if len(sys.argv) == 4 else None
    account = NewAccount(sys.argv[2], read("Password", hidden=True), email)
    try:
        sys.exit(sign_up(Wiki(sys.argv[1]), account))
    except MwaccountError as exc:
        sys.exit(str(exc))
    except EOFError:
        sys.exit("There is no more input.")
