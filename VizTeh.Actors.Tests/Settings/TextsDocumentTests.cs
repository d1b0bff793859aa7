using System.Globalization;
using System.Text;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>docs/texts.md lists the texts as the program has them.</summary>
public sealed class TextsDocumentTests
{
    // Writes the file anew instead of comparing it.
    private const string WriteVariable = "WRITE_TEXTS_DOCUMENT";

    private static readonly (PhraseForm Form, string Title, string Remark)[] Sections =
    [
        (
            PhraseForm.Label, "Buttons",
            "Plain text, one line. A client may also write what stands on a button; the label as shipped and the words beside it are "
            + "understood too."),
        (PhraseForm.Message, "Messages", "Telegram's HTML. Notes and refusals stand above the question that is asked again."),
        (PhraseForm.Part, "Parts of messages", "Telegram's HTML."),
        (PhraseForm.Toast, "Notes on presses", "Plain text, shown by the app for a moment."),
        (PhraseForm.Line, "Lines",
            "Plain text, one line: `menu.*` in the app's menu of commands, `help.*` in the help, `review.*` on the review."),
    ];

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
            # Texts of the dialogue

            What the bot says to a client, beside the questions of the form. A firm words any of it anew in `hocon.conf`, by its key; the
            rest stays as it is:

            ```hocon
            vizteh.texts {
              button.new-form = "Записаться"
              greeting = "Здравствуйте! Это {company}. Выберите день, и мы подтвердим запись."
            }
            ```

            A placeholder stands in braces. The name of a button, such as `{new-form}`, stands for its label, and
            {{string.Join(", ", ClientTexts.FirmPlaceholders.Select(known => $"`{{{known.Name}}}` for {known.Meaning}"))}};
            both may stand in any text but a label. The others belong to one text each; those in bold have to be in it. At start the program
            checks all of it, and names each mistake by its key. `⏎` stands for a new line.

            This file is compared with the program by a test.

            """.ReplaceLineEndings("\n"));
        foreach (var (form, title, remark) in Sections)
        {
            var phrases = Phrases.All.Where(phrase => phrase.Form == form).ToList();
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{remark} At most {phrases[0].Limit} characters.\n\n");
            text.Append(form == PhraseForm.Label ? "| Key | As shipped | Also understood |\n" : "| Key | As shipped | Placeholders |\n");
            text.Append("|---|---|---|\n");
            foreach (var phrase in phrases)
            {
                var third = phrase is Label label
                    ? string.Join(", ", label.Synonyms) : string.Join("; ", phrase.Placeholders.Select(Described));
                var shipped = phrase.Shipped.Replace("\n", " ⏎ ", StringComparison.Ordinal);
                text.Append(CultureInfo.InvariantCulture, $"| `{phrase.Key}` | `{shipped}` | {third} |\n");
            }
        }

        return text.ToString();
    }

    private static string Described(Placeholder placeholder)
    {
        var name = $"`{{{placeholder.Name}}}`";
        return $"{(placeholder.IsRequired ? $"**{name}**" : name)} {placeholder.Meaning}";
    }
}
