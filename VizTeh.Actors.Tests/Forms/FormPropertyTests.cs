using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

public sealed class FormPropertyTests
{
    // Fixed, so that a run is reproducible; change it to try other dialogues.
    private const string Seed = "20300101,77";

    private static readonly string[] Hostile =
    [
        "\0", "\uD83D", "\uDE00", "\u202E", "\u2066", "\u200B", "\u200D", "\uFE0F", "\u3164", "\u2800", "\uFFFF", "\r\n", "\n", "\t", " ",
        "<", ">", "&", "<b>", "&amp;", "/", ":", "+", "7", "8", "9", "а", "Ё", "😀", "👩‍👧", "form:", "ы\u0301",
    ];

    /// <summary>A client's next step; its exact action depends on the state of the dialogue.</summary>
    public sealed record Step(string Kind, int Number, string Text)
    {
        internal ClientInput At(Dialogue client)
        {
            var buttons = client.LastButtons.ToList();
            var choice = Number.ToString(CultureInfo.InvariantCulture);
            client.EditedAnswer = Number;
            return Kind switch
            {
                "answer" => new ClientInput.Text(client.Form switch
                {
                    Form.Asking asking => Dialogue.GoodAnswers[asking.Question.Id],
                    Form.Reviewing => "Отправить",
                    _ => "Оставить заявку",
                }),
                "label" => new ClientInput.Text(Labels[Number % Labels.Length]),
                "text" => new ClientInput.Text(Text),
                "edit" => new ClientInput.Edited(Number % 2 == 0 ? Text : Edits[Number % Edits.Length]),
                "press" when buttons.Count > 0 => new ClientInput.Press(choice, buttons[Number % buttons.Count].Data),
                "data" => new ClientInput.Press(choice, Text),
                "contact" => new ClientInput.Contact(Number % 2 == 0 ? "79161234567" : Text, Number % 3 != 0),
                "file" => new ClientInput.File(Files[Number % Files.Length])
                {
                    Caption = Number % 2 == 0 ? Text : null,
                    AlbumId = Number % 5 < 3 ? (Number % 3).ToString(CultureInfo.InvariantCulture) : null,
                },
                _ => new ClientInput.Unsupported((UnsupportedKind)(Number % 9)),
            };
        }
    }

    private static readonly string[] Labels =
    [
        "/start", "/help", "/cancel", "/x", "Назад", "Отменить", "О компании", "Оставить заявку", "Отправить", "Изменить",
        .. ShippedForm.Definition.Questions.Select(question => question.Label), .. ShippedForm.Directions,
    ];

    private static readonly Attachment[] Files =
    [
        new(AttachmentKind.Photo, "p", "up"), new(AttachmentKind.Voice, "v", "uv"), new(AttachmentKind.Animation, "a", "ua"),
        new(AttachmentKind.Document, "d", "ud") { Name = "план\u202E<b>.pdf" }, new(AttachmentKind.Document, "e", "ue") { Name = "\u3164" },
        new(AttachmentKind.Location) { Place = new Place(1, 2) }, new(AttachmentKind.Venue) { Place = new Place(-90, 180, "&", "") },
    ];

    private static readonly string[] Edits = [.. Dialogue.GoodAnswers.Values, .. Labels, "Яна", "8 916 000-00-00"];

    private static readonly Gen<string> Texts = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string?>().Select(text => text ?? ""),
        Gen.Elements(Hostile).ListOf().Select(string.Concat),
        Gen.Elements(Hostile).SelectMany(piece => Gen.Choose(190, 4096 / piece.Length).Select(
            count => string.Concat(Enumerable.Repeat(piece, count)))));

    private static readonly Gen<List<Step>> Dialogues =
        (from kind in Gen.Frequency(
            (8, Gen.Constant("answer")), (2, Gen.Constant("label")), (3, Gen.Constant("text")), (4, Gen.Constant("press")),
            (1, Gen.Constant("data")), (1, Gen.Constant("contact")), (3, Gen.Constant("edit")), (5, Gen.Constant("file")),
            (1, Gen.Constant("unsupported")))
         from number in Gen.Choose(0, 1000)
         from text in Texts
         select new Step(kind, number, text)).ListOf(40).Select(steps => steps.ToList());

    [Property(MaxTest = 150, Replay = Seed)]
    public Property Every_dialogue_keeps_its_promises() => Prop.ForAll(Dialogues.ToArbitrary(), steps =>
    {
        var client = new Dialogue();
        foreach (var step in steps)
        {
            FormInvariants.Hold(client, step.At(client));
            if (client.Form is Form.Submitting && step.Number % 2 == 0)
                client.GetsTicket(step.Number);
        }
    });

    [Property(MaxTest = 1000, Replay = Seed)]
    public Property A_cleaned_text_stays_as_it_is_when_cleaned_again() => Prop.ForAll(Texts.ToArbitrary(), text =>
    {
        var (line, lines) = (AnswerText.SingleLine(text), AnswerText.MultiLine(text));

        Assert.Equal(line, AnswerText.SingleLine(line));
        Assert.Equal(lines, AnswerText.MultiLine(lines));
        Assert.DoesNotContain(line, char.IsControl);
        Assert.DoesNotContain("\n\n\n", lines, StringComparison.Ordinal);
        Assert.Equal(AnswerText.IsBlank(text), AnswerText.IsBlank(line));
    });

    [Property(MaxTest = 1000, Replay = Seed)]
    public Property A_number_that_was_taken_is_taken_again_as_the_same() => Prop.ForAll(
        Gen.Elements("+", "7", "8", "9", "1", "23", "456", "+375", "29", "495", " ", "-", "(", ")", ".", ",", " доб. ", "#", "Анна")
            .ListOf().Select(string.Concat).ToArbitrary(),
        typed =>
        {
            if (PhoneNumber.ReadTyped(typed) is PhoneReading.Valid(var number))
            {
                Assert.All(number.Split(", "), one => Assert.InRange(one.Split(";ext=")[0].Count(char.IsAsciiDigit), 7, 15));
                Assert.Equal(new PhoneReading.Valid(number), PhoneNumber.ReadTyped(number));
            }
        });
}
