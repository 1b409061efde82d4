"""
``survey``: the scores of a questionnaire, of all who answered or of each body.
"""

from community_edu.cli.arguments import FINE, common, shipped
from community_edu.cli.input_output import STDIN, as_json, document_of, write

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from community_edu.evaluation import Survey

RESCALES = ("none", "percent_of_range", "percent_of_highest")


def learn_survey(command: "ArgumentParser") -> None:
    """
    Teach a parser the command ``survey``.
    """
    command.add_argument(
        "survey", metavar="SURVEY", help="a survey, or the name of a shipped survey"
    )
    command.epilog = f"{command.epilog}\n\n{shipped('surveys')}"
    command.add_argument(
        "responses", metavar="RESPONSES", help="a row a respondent: .csv, .xlsx, .parquet"
    )
    command.add_argument(
        "--by", metavar="HEAD", help="the column that says whose respondent it is; each is scored"
    )
    command.add_argument(
        "--ignore",
        metavar="HEAD",
        action="append",
        default=[],
        help="a column that is no item; may be given several times",
    )
    command.add_argument(
        "--rescale", choices=RESCALES, help="how means become scores, if not as the survey says"
    )
    common(command)
    command.set_defaults(run=_survey)


def _survey(options: "Namespace") -> int:
    from community_edu.evaluation import score_responses
    from community_edu.exchange import load_grouped_responses, load_responses

    survey = _read(options.survey)
    score_responses(survey, {}, rescale=options.rescale)  # what stops it is told before the answers
    if options.by is None:
        responses = load_responses(options.responses, survey, ignore=options.ignore)
        scores = score_responses(survey, responses, rescale=options.rescale)
        json = options.format == "json"
        write(options, as_json(scores.record()) if json else f"{scores.to_text(options.lang)}\n")
        return FINE
    groups = load_grouped_responses(options.responses, survey, by=options.by, ignore=options.ignore)
    bodies = {
        body: score_responses(survey, rows, rescale=options.rescale)
        for body, rows in groups.items()
    }
    if options.format == "json":
        records = [{"id": body, **scores.record()} for body, scores in bodies.items()]
        write(options, as_json({"bodies": records}))
    else:
        texts = (f"{body}\n{scores.to_text(options.lang)}\n" for body, scores in bodies.items())
        write(options, "\n".join(texts))
    return FINE


def _read(name: str) -> "Survey":
    """
    Read a survey from standard input, from its file, or the shipped one of that name.

    Raises:
        CommunityEduError: It cannot be read, or none of that name is shipped.
    """
    from pathlib import Path

    from community_edu.base import UnknownReferenceError
    from community_edu.exchange import load_survey, read_survey, shipped_surveys
    from community_edu.exchange.surveys import SHIPPED_SURVEY

    if name != STDIN and not Path(name).suffix and name not in shipped_surveys():
        raise UnknownReferenceError((), *SHIPPED_SURVEY, name, shipped_surveys())
    return read_survey(document_of(name)) if name == STDIN else load_survey(name)
