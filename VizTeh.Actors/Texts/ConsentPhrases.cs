using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>The texts around the consent to the processing of personal data, as shipped.</summary>
public static class ConsentPhrases
{
    /// <summary>The only text whose exact wording is recorded: it stands alone in its message.</summary>
    public static Phrase Text { get; } = new(
        "consent.text", PhraseForm.Message,
        "<b>Согласие на обработку персональных данных</b>\n\nНажимая «{agree}», я свободно, своей волей и в своём интересе даю согласие "
        + "на обработку моих персональных данных.\n\n<b>Оператор:</b> {operator}\n<b>Цель:</b> {purpose}\n<b>Данные:</b> {data}, а также "
        + "имя и номер аккаунта в Telegram\n<b>Действия:</b> {actions}\n<b>Срок:</b> {term}\n<b>Как отозвать:</b> отправить этому боту "
        + "команду /forget\n<b>Политика обработки данных:</b> {link}",
        Of("operator", "ООО «Ромашка», ИНН 7700000000"), Of("purpose", "ответ на заявку"),
        new Placeholder("data", "the labels of the form's questions", "Имя, Телефон"), Of("actions", "сбор, хранение, удаление"),
        Of("term", "до отзыва согласия"), Of("link", "https://example.org/privacy"),
        new Placeholder("version", "version of the section vizteh.consent", "2027-01", IsRequired: false));

    public static Phrase Thanks { get; } = Message("thanks", "Спасибо, согласие записано.");

    public static Phrase Refused { get; } = Message(
        "refused",
        "Хорошо. Без согласия оставить заявку здесь не получится, поэтому мы её не начали и ничего не сохранили. Позвоните нам, "
        + "пожалуйста: {phone}.\n\nЕсли передумаете, нажмите «{new-form}».");

    public static Phrase Given { get; } = Message("given", "Согласие уже дано. Отозвать его можно командой /forget.");

    public static Phrase Changed { get; } = Message(
        "changed", "Текст согласия с тех пор изменился. Прочитайте, пожалуйста, новый.");

    public static Phrase First { get; } = Message(
        "first", "Это мы пока не записали. Сначала ответьте, пожалуйста, на вопрос о согласии.");

    public static Phrase Waits { get; } = Message(
        "waits", "Чтобы оставить заявку, ответьте, пожалуйста, на вопрос о согласии.");

    public static Phrase PressButton { get; } = Message("press", "Чтобы согласиться, нажмите, пожалуйста, кнопку под текстом ниже.");

    public static Phrase ToastGiven { get; } = new("consent.toast.given", PhraseForm.Toast, "Согласие уже дано.");

    public static ImmutableArray<Phrase> All { get; } =
        [Text, Thanks, Refused, Given, Changed, First, Waits, PressButton, ToastGiven];

    private static Phrase Message(string key, string shipped) => new($"consent.{key}", PhraseForm.Message, shipped);

    private static Placeholder Of(string name, string sample) => new(name, $"{name} of the section vizteh.consent", sample);
}
