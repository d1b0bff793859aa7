using VizTeh.Actors.Forms;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>Texts typed in place of a button, in all common spellings.</summary>
public sealed class FormWordsTests
{
    [Fact]
    public void Choices_by_button_are_also_made_by_typing_in_any_letter_case()
    {
        var client = Dialogue.At(Ids.Direction).Types("  мЕталлоконструкции ");
        Assert.Equal("Металлоконструкции", ((Form.Asking)client.Form).Answers[Ids.Direction]?.Value);

        client.Types("Фасад", "8 916 123-45-67", "изменить");
        var choices = ShippedForm.Definition.Questions.Select(question => question.Label).Append("Ничего не менять");
        Assert.Equal(choices, client.LastButtons.Select(button => button.Label));
        Assert.IsType<Form.Reviewing>(client.Types("ничего  не менять").Form);
        Assert.Equal(Ids.City, Assert.IsType<Form.Asking>(client.Types("ГОРОД").Form).Question.Id);
        Assert.IsType<Form.Submitting>(client.Types("Псков", "ОТПРАВИТЬ").Form);

        Assert.IsType<Form.Cancelled>(Dialogue.AtReview().Types("отменить").Form);
        var withYo = Dialogue.At(Ids.City);
        withYo.Company = Dialogue.Firm.WithChoices(Ids.Direction, "Съёмные щиты");
        Assert.Equal("Съёмные щиты", ((Form.Asking)withYo.Types("Орёл", "СЪЕМНЫЕ ЩИТЫ").Form).Answers[Ids.Direction]?.Value);
    }

    [Theory]
    [InlineData("Отмена")]
    [InlineData("стоп!")]
    [InlineData("СТОП")]
    [InlineData("cancel")]
    [InlineData("❌ Отменить")]
    [InlineData("«Отменить».")]
    [InlineData("/ cancel")]
    [InlineData("отменить заявку")]
    public void A_word_that_means_cancel_is_no_answer_to_any_question(string typed)
    {
        foreach (var client in ShippedForm.Ids.Select(Dialogue.At).Append(Dialogue.AtReview()))
            Assert.IsType<Form.Cancelled>(client.Types(typed).Form);
    }

    [Theory]
    [InlineData("да")]
    [InlineData("Да, всё верно!")]
    [InlineData("всё верно")]
    [InlineData("ОК 👍")]
    [InlineData("✅ Отправить")]
    public void The_review_is_confirmed_by_any_word_that_says_yes(string typed) =>
        Assert.IsType<Form.Submitting>(Dialogue.AtReview().Types(typed).Form);

    [Theory]
    [InlineData("нет", "Что поправить?")]
    [InlineData("✏️ Исправить", "Что поправить?")]
    [InlineData("⬅️ Назад", "запис")]
    [InlineData("ничего", "Проверьте")]
    [InlineData("📍 город", "Тверь")]
    public void The_other_buttons_have_their_words_too(string typed, string answer) =>
        Assert.Contains(answer, Dialogue.AtReview().Types(typed).LastSaid, StringComparison.Ordinal);

    [Theory]
    [InlineData("Отмена крепостного права")]
    [InlineData("Старт")]
    [InlineData("Да")]
    [InlineData("Стоп-кадр")]
    [InlineData("Не отменить")]
    public void Only_a_whole_message_is_a_buttons_word_and_only_where_nothing_else_can_be_meant(string typed)
    {
        var client = Dialogue.At(Ids.Organization).Types(typed);

        Assert.Equal(typed, ((Form.Asking)client.Form).Answers[Ids.Organization]?.Value);
    }

    [Fact]
    public void A_direction_is_known_through_emoji_and_punctuation_and_before_a_button_of_the_same_name()
    {
        Assert.Equal("Стелы", ((Form.Asking)Dialogue.At(Ids.Direction).Types("🪧 стелы!").Form).Answers[Ids.Direction]?.Value);

        var client = Dialogue.At(Ids.City);
        client.Company = Dialogue.Firm.WithChoices(Ids.Direction, "Стоп", "Знаки");
        Assert.Equal("Стоп", ((Form.Asking)client.Types("Тверь", "стоп").Form).Answers[Ids.Direction]?.Value);
    }
}
