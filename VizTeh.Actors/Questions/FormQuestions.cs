using System.Collections.Frozen;
using System.Collections.Immutable;

namespace VizTeh.Actors.Questions;

/// <summary>
/// The table of the form's questions, in the order they are asked; form, review, card and store are derived from it. A question may be
/// added anywhere: a draft that was begun without it gets that question before the review.
/// </summary>
public static class FormQuestions
{
    /// <summary>The label of the button that shares the client's own number.</summary>
    public const string ShareContact = "Отправить мой номер";

    public const string PhoneExample = "+7 912 345-67-89";

    public static ImmutableArray<Question> InOrder { get; } =
    [
        new(FormField.Name, "Имя", "Как к вам обращаться?", "обращаться", QuestionKind.Line, "name"),
        new(
            FormField.Organization, "Организация", "Какую организацию вы представляете? Если пишете как частное лицо, так и укажите.",
            "организац", QuestionKind.Line, "org"),
        new(FormField.City, "Город", "В каком городе вы находитесь?", "город", QuestionKind.Line, "city"),
        new(
            FormField.Direction, "Направление", "Какое направление вас интересует? Нажмите кнопку или напишите её название.",
            "направлен", QuestionKind.Choice, "direction"),
        new(
            FormField.Description, "Описание", "Опишите вашу задачу: что нужно сделать, в каком объёме и к какому сроку.",
            "задач", QuestionKind.Paragraph, "description"),
        new(
            FormField.Phone, "Телефон",
            $"По какому телефону с вами связаться? Нажмите «{ShareContact}» или напишите номер, например {PhoneExample}.",
            "телефон", QuestionKind.Phone, "phone"),
    ];

    private static readonly FrozenDictionary<FormField, int> Places =
        InOrder.Index().ToFrozenDictionary(question => question.Item.Field, question => question.Index);

    public static Question Of(FormField field) => InOrder[Places[field]];

    /// <summary>The question after this one; null after the last.</summary>
    public static FormField? Next(FormField field) => At(Places[field] + 1);

    /// <summary>The question before this one; null before the first.</summary>
    public static FormField? Previous(FormField field) => At(Places[field] - 1);

    public static bool IsBefore(FormField one, FormField other) => Places[one] < Places[other];

    private static FormField? At(int place) => place >= 0 && place < InOrder.Length ? InOrder[place].Field : null;
}
