using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>docs/texts.md lists the texts as the program has them.</summary>
public sealed partial class TextsDocumentTests
{
    // Writes the file anew instead of comparing it.
    private const string WriteVariable = "WRITE_TEXTS_DOCUMENT";

    private static readonly Part[] Parts =
    [
        new(
            "The dialogue", "What a client reads, beside the questions of the form.", Phrases.All,
            new(
                PhraseForm.Label, "Buttons",
                "Plain text, one line. A client may also write what stands on a button; the label as shipped and the words beside it are "
                + "understood too."),
            new(
                PhraseForm.Button, "Buttons under the question about a message",
                "Plain text, one line. A client may also write what stands on the button."),
            new(PhraseForm.Message, "Messages", "Telegram's HTML. Notes and refusals stand above the question that is asked again."),
            new(PhraseForm.Part, "Parts of messages", "Telegram's HTML."),
            new(PhraseForm.Toast, "Notes on presses", "Plain text, shown by the app for a moment."),
            new(
                PhraseForm.Line, "Lines",
                "Plain text, one line: `menu.*` in the app's menu of commands, `help.*` in the help, `review.*` on the review.")),
        new(
            "Unfinished forms", "What a client reads who has left a form.", ReminderPhrases.All,
            new(PhraseForm.Message, "Messages", "Telegram's HTML."),
            new(
                PhraseForm.Button, "Buttons",
                "Plain text, one line, beside «Отменить». A client may also write it in answer to the reminder."),
            new(PhraseForm.Toast, "Notes on presses", "Plain text, shown by the app for a moment.")),
        new(
            "The consent", "What a client reads when the section `vizteh.consent` is there.", ConsentPhrases.All,
            new(
                PhraseForm.Message, "Messages",
                "Telegram's HTML. `consent.text` stands alone in its message, which with all that stands in it may have no more than that; "
                + "a client who consented to another text is asked again before the next form."),
            new(PhraseForm.Toast, "Notes on presses", "Plain text, shown by the app for a moment.")),
        new(
            "«Мои заявки»", "A client's own requests, and what the client does with one.", OwnTicketPhrases.All,
            new(PhraseForm.Button, "Buttons", "Plain text, one line. A press of them writes nothing."),
            new(PhraseForm.Message, "Messages", "Telegram's HTML."),
            new(PhraseForm.Part, "Parts of messages", "Telegram's HTML."),
            new(
                PhraseForm.Line, "Lines",
                "Plain text, one line: `menu.*` in the app's menu of commands, `help.*` in the help, `own.*` in the list and a request.")),
        new(
            "The managers' chats", "What a manager reads, beside the card.", ManagerPhrases.All,
            new(PhraseForm.Message, "Messages", "Telegram's HTML."),
            new(
                PhraseForm.Part, "Parts of the help",
                "Telegram's HTML: the title, and the items of the list below it, without a mark at the end."),
            new(PhraseForm.Toast, "Notes on presses", "Plain text, shown by the app for a moment or in a window."),
            new(PhraseForm.Line, "Lines", "Plain text, one line, in the app's menu of commands.")),
        new(
            "Lists of tickets", "What managers read in answer to /open, /mine, /find, /ticket and /history.", ListPhrases.All,
            new(PhraseForm.Message, "Messages", "Telegram's HTML."),
            new(PhraseForm.Part, "Titles, and parts of the help", "Telegram's HTML."),
            new(PhraseForm.Button, "Buttons", "Plain text, one line. Whatever stands on the button, it shows the page as it is now."),
            new(PhraseForm.Toast, "Notes on presses", "Plain text, shown by the app in a window."),
            new(
                PhraseForm.Line, "Lines",
                "Plain text, one line: `manager.menu.*` in the app's menu of commands, `list.*` in the lists. What is searched for follows "
                + "`list.find`; the person follows `list.history.*`, if one is known.")),
        new(
            "The card", "A ticket in a managers' chat, and what its client adds to it later.", CardPhrases.All,
            new(
                PhraseForm.Button, "Buttons",
                "Plain text, one line. Whatever stands on a button, it does the same, under cards that were sent before too."),
            new(
                PhraseForm.Line, "Lines",
                "Plain text, one line. The direction and the city follow `card.heading.*`; the moment and the person, if they are known, "
                + "follow `card.closed` and `card.reopened`.")),
        new(
            "Tickets in work", "What managers read about who has a ticket.", ClaimPhrases.All,
            new(
                PhraseForm.Button, "Buttons of the card",
                "Plain text, one line. Whatever stands on a button, it does the same, under cards that were sent before too."),
            new(PhraseForm.Line, "Lines of the card", "Plain text, one line; the person follows."),
            new(PhraseForm.Toast, "Notes on presses", "Plain text, shown by the app for a moment or in a window.")),
        new(
            "Outcomes", "What managers read about how a ticket ended.", OutcomePhrases.All,
            new(PhraseForm.Button, "Buttons of the card", "Plain text, one line. The outcomes themselves are those of `vizteh.outcomes`."),
            new(PhraseForm.Line, "Lines of the card", "Plain text, one line; the moment and the person follow, if they are known."),
            new(PhraseForm.Toast, "Notes on presses", "Plain text, shown by the app for a moment or in a window.")),
        new(
            "Reminders of tickets", "What managers read about the reminder of a ticket, which «Напомнить» sets.", SnoozePhrases.All,
            new(
                PhraseForm.Button, "Buttons of the card",
                "Plain text, one line. The moment follows `card.button.remind-again`; days and times have no texts of their own."),
            new(
                PhraseForm.Line, "Lines of the card",
                "Plain text, one line; `card.weekdays` stands on the buttons of the days, from Monday, with spaces between."),
            new(PhraseForm.Part, "The reminder", "Telegram's HTML; the manager's name stands before it."),
            new(PhraseForm.Toast, "Notes on presses", "Plain text, shown by the app for a moment or in a window.")),
        new(
            "Clients who wait", "What reminds managers of a ticket whose client waits (`vizteh.waiting-reminders`).", WaitingPhrases.All,
            new Section(
                PhraseForm.Part, "The reminder",
                "Telegram's HTML. `card.waits-working` where there are `vizteh.hours`. The name of whoever has the ticket follows.")),
        new(
            "The data of a client", "What a client reads about the data that is stored, and its erasure.", PrivacyPhrases.All,
            new(PhraseForm.Button, "Buttons", "Plain text, one line. A client may also write what stands on the button."),
            new(PhraseForm.Message, "Messages", "Telegram's HTML."),
            new(PhraseForm.Part, "The file", "Telegram's HTML, under the file."),
            new(PhraseForm.Toast, "Notes on presses", "Plain text, shown by the app for a moment."),
            new(
                PhraseForm.Line, "Lines",
                "Plain text, one line: `menu.*` in the app's menu of commands, `help.*` in the help.")),
        new(
            "What is attached", "Files and places, counted for clients and for managers.", FileWords.All,
            new Section(
                PhraseForm.Line, "Words",
                "Plain text. The words of a kind are those for one, for two to four and for more, divided by `/`; one for any number will "
                + "do.")),
        new(
            "Notices", "What a client is told of a ticket that managers took, closed or opened again.", NoticePhrases.All,
            new(PhraseForm.Message, "Messages", "Telegram's HTML. The number is what a reply to the message is recognised by."),
            new(PhraseForm.Part, "Parts of messages", "Telegram's HTML; a line below, where `vizteh.notices.names` is on.")),
        new(
            "Answers to clients", "What a manager sends to a ticket's client by a reply, and what managers read about it.",
            AnswerPhrases.All,
            new(PhraseForm.Message, "Messages", "Telegram's HTML, in the managers' chats."),
            new(PhraseForm.Part, "Parts of the help", "Telegram's HTML: an item of the list."),
            new(PhraseForm.Toast, "Notes on presses", "Plain text, shown by the app for a moment."),
            new(
                PhraseForm.Line, "Lines",
                "Plain text, one line. `answer.heading` is what a client reads above a manager's words; `answer.shown` stands above them "
                + "in the other managers' chats.")),
        new(
            "Who may act", "What is said in the managers' chats where `vizteh.managers` lists who may act there.", RightsPhrases.All,
            new(PhraseForm.Message, "Messages", "Telegram's HTML."),
            new(PhraseForm.Toast, "Notes on presses", "Plain text, shown by the app in a window."),
            new(
                PhraseForm.Line, "Lines",
                "Plain text, one line: in place of the name of an administrator who writes in the name of the group.")),
        new(
            "Bans", "What a banned client is told, once, and what managers read about bans.", BanPhrases.All,
            new(PhraseForm.Message, "Messages", "Telegram's HTML. `banned` is the client's; the others are the managers'."),
            new(PhraseForm.Part, "Parts of messages", "Telegram's HTML: a line of the list, and an item of the help."),
            new(PhraseForm.Toast, "Notes on presses", "Plain text, shown to the client by the app for a moment."),
            new(PhraseForm.Line, "Lines", "Plain text, one line, in the managers' menu of commands.")),
        new(
            "Statistics", "What managers read of `/stats`, and in the morning's digest.", StatsPhrases.All,
            new(PhraseForm.Message, "Messages", "Telegram's HTML: why a period cannot be used."),
            new(PhraseForm.Part, "Parts of messages", "Telegram's HTML: an item of the help's list, and what stands above the table."),
            new(
                PhraseForm.Line, "Lines",
                "Plain text, one line: `stats.menu` in the app's menu of commands, the others in the table, whose lines are cut after 30 "
                + "characters.")),
        new(
            "Exports", "What managers read of `/export`, and in its files.", ExportPhrases.All,
            new(PhraseForm.Message, "Messages", "Telegram's HTML: why there is no file."),
            new(PhraseForm.Part, "Parts of messages", "Telegram's HTML: an item of the help's list, and what stands under a file."),
            new(
                PhraseForm.Line, "Lines",
                "Plain text, one line: `export.menu` in the app's menu of commands, the others in the file.")),
        new(
            "Alerts", "What whoever runs the bot reads in the ops chat and by e-mail.", AlertPhrases.All,
            new(
                PhraseForm.Message, "Messages",
                "Telegram's HTML; without its tags in a letter. `alert.chat-is-mute` and `alert.ticket.intro` stand in letters only; the "
                + "card of the ticket follows the latter."),
            new(
                PhraseForm.Line, "Lines",
                "Plain text, one line: subjects of letters, and what `alert.over` says is well again.")),
    ];

    [Fact]
    public void No_value_of_a_text_has_the_name_of_a_button_or_of_a_value_of_the_firm() => Assert.Empty(
        FirmTexts.All.SelectMany(phrase => phrase.Placeholders).Select(placeholder => placeholder.Name).Intersect(
            [.. FirmTexts.Buttons.Select(button => button.Placeholder), .. FirmTexts.FirmPlaceholders.Select(firm => firm.Name)]));

    [Fact]
    public void Nobody_speaks_of_themselves_in_a_text_but_the_client_who_consents() => Assert.Empty(
        FirmTexts.All.Where(phrase => !phrase.IsOnButton && phrase != ConsentPhrases.Text)
            .Where(phrase => OfOneself().IsMatch(phrase.Shipped)).Select(phrase => phrase.Key));

    [Fact]
    public void The_document_lists_every_text_as_shipped()
    {
        var path = Path.Combine(Repository.Root, "docs", "texts.md");
        var expected = Document();
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
            File.WriteAllText(path, expected);

        Assert.True(
            expected == File.ReadAllText(path),
            $"docs/texts.md is out of date: run this test once with {WriteVariable}=1 to write it anew.");
    }

    private static string Document()
    {
        var text = new StringBuilder(
            $$"""
            # Texts

            What the bot says to clients and managers, beside the questions of the form. A firm words any of it anew in `hocon.conf`, by
            its key; the rest stays as it is:

            ```hocon
            vizteh.texts {
              button.new-form = "Записаться"
              greeting = "Здравствуйте! Это {company}. Выберите день, и мы подтвердим запись."
              card.button.close = "Подтвердить"
            }
            ```

            A placeholder stands in braces. The name of a button, such as `{new-form}` or `{close}`, stands for its label, and
            {{string.Join(", ", FirmTexts.FirmPlaceholders.Select(known => $"`{{{known.Name}}}` for {known.Meaning}"))}};
            both may stand in any text but a label. The others belong to one text each; those in bold have to be in it. At start the program
            checks all of it, and names each mistake by its key. In a message to a client about a request `№` has to stand before
            `{number}`: by that a reply to the message finds the request. `⏎` stands for a new line.

            This file is compared with the program by a test.

            """.ReplaceLineEndings("\n"));
        foreach (var part in Parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {part.Title}\n\n{part.Remark}\n");
            Assert.Equal(
                part.Phrases.Select(phrase => phrase.Form).Distinct().Order(), part.Sections.Select(section => section.Form).Order());
            foreach (var section in part.Sections)
                Append(text, section, [.. part.Phrases.Where(phrase => phrase.Form == section.Form)]);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Section section, IReadOnlyList<Phrase> phrases)
    {
        var limit = phrases.Max(phrase => phrase.Limit);
        text.Append(CultureInfo.InvariantCulture, $"\n### {section.Title}\n\n{section.Remark} At most {limit} characters");
        foreach (var shorter in phrases.Where(phrase => phrase.Limit < limit))
            text.Append(CultureInfo.InvariantCulture, $"; `{shorter.Key}` at most {shorter.Limit}");
        text.Append(".\n\n");
        text.Append(phrases[0] is Label ? "| Key | As shipped | Also understood |\n" : "| Key | As shipped | Placeholders |\n");
        text.Append("|---|---|---|\n");
        foreach (var phrase in phrases)
        {
            var third = phrase is Label label
                ? string.Join(", ", label.Synonyms) : string.Join("; ", phrase.Placeholders.Select(Described));
            var shipped = phrase.Shipped.Replace("\n", " ⏎ ", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"| `{phrase.Key}` | `{shipped}` | {third} |\n");
        }
    }

    private static string Described(Placeholder placeholder)
    {
        var name = $"`{{{placeholder.Name}}}`";
        return $"{(placeholder.IsRequired ? $"**{name}**" : name)} {placeholder.Meaning}";
    }

    /// <summary>A table of texts.</summary>
    private sealed record Part(string Title, string Remark, IReadOnlyList<Phrase> Phrases, params Section[] Sections);

    private sealed record Section(PhraseForm Form, string Title, string Remark);

    [GeneratedRegex(@"(?<!\w)(я|мне|меня)(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfOneself();
}
