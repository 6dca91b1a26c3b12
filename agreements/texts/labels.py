"""The labels of a text as they are stored with it. Pure."""

from dataclasses import replace

from agreements.content import Content


def with_labels(content: Content) -> Content:
    """Return the content with all its labels stored: a later amendment keeps them, whatever it inserts."""
    return replace(
        content,
        sections=tuple(
            replace(
                section,
                label=own.number,
                clauses=tuple(
                    replace(clause, label=label.number)
                    for clause, label in zip(section.clauses, labels, strict=True)
                ),
            )
            for own, section, labels in content.labelled_sections()
        ),
    )
