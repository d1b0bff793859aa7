using System.Collections.Immutable;

namespace VizTeh.Actors.Questions;

/// <summary>
/// The questions of the versions that had them in code and whose events name them only: what was on a client's screen then. Never to be
/// changed.
/// </summary>
public static class SixQuestions
{
    public static ImmutableArray<Question> InOrder { get; } =
    [
        new("name", "Имя", "Как к вам обращаться?", QuestionKind.Text),
        new(
            "organization", "Организация", "Какую организацию вы представляете? Если пишете как частное лицо, так и укажите.",
            QuestionKind.Text),
        new("city", "Город", "В каком городе вы находитесь?", QuestionKind.Text),
        new(
            "direction", "Направление", "Какое направление вас интересует? Нажмите кнопку или напишите её название.",
            QuestionKind.Choice),
        new(
            "description", "Описание", "Опишите вашу задачу: что нужно сделать, в каком объёме и к какому сроку.", QuestionKind.Text)
        {
            HasLines = true,
        },
        new(
            "phone", "Телефон",
            "По какому телефону с вами связаться? Нажмите «Отправить мой номер» или напишите номер, например +7 912 345-67-89.",
            QuestionKind.Phone),
    ];

    /// <summary>The choices that their form came with. Their events do not record which ones were on the screen.</summary>
    public static ImmutableArray<string> Directions { get; } =
        ["Знаки", "Стелы", "Металлоконструкции", "Брендирование", "Услуги", "Производство", "Другое"];

    /// <summary>The names by which their events call the questions.</summary>
    private static readonly ImmutableArray<string> Names = ["Name", "Organization", "City", "Direction", "Description", "Phone"];

    /// <summary>The question that an event names; null when it names none.</summary>
    public static Question? Named(string name) => Names.IndexOf(name) is >= 0 and var place ? InOrder[place] : null;

    /// <summary>What those versions asked after an answer, and whether its answer led to the review.</summary>
    /// <param name="recorded">What the event recorded of it; the first versions recorded nothing.</param>
    /// <param name="wasForReview">Whether the answered question led to the review.</param>
    public static (Question? Next, bool ForReview) After(string id, Question? recorded, bool wasForReview)
    {
        var place = PlaceOf(id);
        var next = recorded ?? (wasForReview || place + 1 == InOrder.Length ? null : InOrder[place + 1]);
        // A question that was asked after a later one was asked out of turn.
        return (next, next is not null && (wasForReview || PlaceOf(next.Id) < place));
    }

    private static int PlaceOf(string id) => InOrder.Index().First(question => question.Item.Id == id).Index;
}
