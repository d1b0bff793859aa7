using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>Every state of the dialogue, and every input that can arrive there.</summary>
internal static class Situation
{
    private static readonly Dictionary<string, Func<Dialogue>> All = Build();

    public static IEnumerable<string> Names => All.Keys;

    public static Dialogue Named(string name) => All[name]();

    public static IReadOnlyList<ClientInput> InputsAt(string name)
    {
        var client = Named(name);
        return
        [
            .. Texts.Select(text => new ClientInput.Text(text)),
            .. Dialogue.GoodAnswers.Values.Select(text => new ClientInput.Text(text)),
            .. Texts.Concat(Dialogue.GoodAnswers.Values).Select(text => new ClientInput.Edited(text)),
            .. ShippedForm.Directions.Select(text => new ClientInput.Text(text)),
            .. Enum.GetValues<UnsupportedKind>().Select(kind => new ClientInput.Unsupported(kind)),
            new ClientInput.Unsupported(UnsupportedKind.Photo) { Caption = "вот так" },
            .. Enum.GetValues<AttachmentKind>().Select(kind => new ClientInput.File(Attachment(kind))),
            new ClientInput.File(Attachment(AttachmentKind.Photo)) { Caption = "вот <так>", AlbumId = "a" },
            new ClientInput.File(Attachment(AttachmentKind.Photo)) { Caption = new string('ы', 3001) },
            new ClientInput.File(Attachment(AttachmentKind.Document) with { Name = "\u202E<b>\u3164" + new string('&', 300) }),
            new ClientInput.Contact("79161234567", IsOwn: true),
            new ClientInput.Contact("79161234567", IsOwn: false),
            new ClientInput.Contact("\0", IsOwn: true),
            .. Data(client).Select(data => new ClientInput.Press("query", data)),
        ];
    }

    private static Attachment Attachment(AttachmentKind kind) => kind is AttachmentKind.Location or AttachmentKind.Venue
        ? new Attachment(kind) { Place = new Place(56.86, 35.9, "Склад <1>") }
        : new Attachment(kind, "file", "unique");

    private static IEnumerable<string> Texts =>
    [
        "/start", "/start@vizteh_bot abc", "/help", "/cancel", "/unknown", "/", "//", "/ start",
        "Оставить заявку", "О компании", "Назад", "Отменить", "Отправить", "Изменить",
        "Вернуть", "Оставить как есть", "Пропустить", "Готово", "Частное лицо",
        "Ничего не менять", "Отправить мой номер",
        "Имя", "Организация", "Город", "Направление", "Описание", "Телефон",
        "", " \n ", "\0\u200B\u3164", "\uD83D", "<b>&", "слово", "строка\nстрока", "123", "+79161234567", "89161234567",
        new string('ы', 201), new string('&', 3001), string.Concat(Enumerable.Repeat("😀", 2048)),
    ];

    private static IEnumerable<string?> Data(Dialogue client)
    {
        Guid[] forms = client.Form is Form.NotStarted or Form.Cancelled ? [Guid.Empty] : [client.FormId, Guid.Empty];
        var revisions = client.Form is Form.Draft draft ? new[] { draft.Revision, draft.Revision - 1 } : [6];
        foreach (var form in forms)
        {
            foreach (var direction in ShippedForm.Directions.Append("Снятое с производства"))
                yield return FormButton.ToPick(form, ShippedForm.Question(Ids.Direction), direction);
            foreach (var revision in revisions)
            {
                yield return FormButton.ToReview(form, revision, new ReviewChoice.Send());
                yield return FormButton.ToReview(form, revision, new ReviewChoice.Change());
                yield return FormButton.ToReview(form, revision, new ReviewChoice.Cancel());
                yield return FormButton.ToReview(form, revision, new ReviewChoice.KeepAll());
                foreach (var field in ShippedForm.Ids)
                    yield return FormButton.ToReview(form, revision, new ReviewChoice.ChangeAnswer(field));
            }
        }

        if (client.Form is Form.Asking { SoFar.Files: { } files } asking)
        {
            for (var place = 0; place < files.Count; place++)
                yield return FormButton.ToRemove(asking.FormId, asking.Question, place, files[place]);
            yield return FormButton.ToRemove(asking.FormId, asking.Question, 1, files[0]);
            yield return FormButton.ToWord(asking.FormId, asking.Question, FormButton.Done);
            yield return FormButton.ToWord(asking.FormId, asking.Question, FormButton.Keep);
        }

        foreach (var data in new[] { null, "", "form:", "nonsense", "question_status:close:1", "\uD800" })
            yield return data;
        yield return new string(':', 64);
        yield return new string('x', 9000);
    }

    private static Dictionary<string, Func<Dialogue>> Build()
    {
        var all = new Dictionary<string, Func<Dialogue>>
        {
            ["not started"] = () => new Dialogue(),
            ["greeted"] = () => new Dialogue().Types("/start"),
            ["reviewing"] = Dialogue.AtReview,
            ["offered the fields"] = () => Dialogue.AtReview().Presses("Изменить"),
            ["submitting"] = Dialogue.Sent,
            ["begun with files"] = () => Dialogue.At(Ids.Description).SendsAlbum("a", 3, "вот так"),
            ["begun with as many files as fit"] = () => Dialogue.At(Ids.Description).SendsAlbum("a", 10),
            ["refused an eleventh file"] = () => Dialogue.At(Ids.Description).SendsAlbum("a", 10).SendsPhoto("p11"),
            ["refused an album"] = () => Dialogue.At(Ids.Name).SendsAlbum("a", 2),
            ["back from a question begun with files"] = () => Dialogue.At(Ids.Description).SendsPhoto().Types("Назад"),
            ["after a question with files"] = () => Dialogue.At(Ids.Description).SendsAlbum("a", 2).Types("Готово"),
            ["reviewing files"] = () => Dialogue.AtReview().SendsAlbum("a", 2),
            ["changing files"] = () => Dialogue.AtReview().SendsPhoto().Presses("Изменить").Presses("Описание"),
            ["accepted"] = () => Dialogue.Thanked(),
            ["begun again"] = () => Dialogue.Thanked().Types("Оставить заявку"),
            ["asking phone in a second form"] = () => Dialogue.Thanked().Types("Оставить заявку", "Анна", "ООО", "Тверь", "Знаки", "Стела"),
            ["cancelled"] = () => Dialogue.AtReview().Types("/cancel"),
        };
        foreach (var field in ShippedForm.Ids)
        {
            all[$"asking {field}"] = () => Dialogue.At(field);
            all[$"asking {field} again"] = () => BackTo(Dialogue.AtReview(), field);
            all[$"changing {field}"] = () => Dialogue.AtReview().Types("Изменить").Presses(ShippedForm.Question(field).Label);
        }

        return all;
    }

    private static Dialogue BackTo(Dialogue client, string field)
    {
        foreach (var _ in ShippedForm.Ids.SkipWhile(later => later != field))
            client.Types("Назад");
        Assert.Equal(field, Assert.IsType<Form.Asking>(client.Form).Question.Id);
        return client;
    }
}
