using System.Collections.Immutable;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A restart with another form in hocon.conf, with the whole program over HTTP.</summary>
public sealed class OtherFormTests
{
    private static readonly ImmutableArray<Question> Other =
    [
        new("colour", "Цвет", "Какой нужен цвет?", QuestionKind.Choice) { Choices = ["Белый", "Синий"] },
        new("name", "Имя", "Как вас зовут?", QuestionKind.Text),
        new("phone", "Телефон", "Ваш телефон?", QuestionKind.Phone),
    ];

    [Fact]
    public async Task A_draft_answers_the_question_on_the_screen_goes_on_with_the_new_form_and_keeps_what_was_said_before()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        client.SendText("Анна");
        await client.NextAsync("организац");
        client.SendText("ООО «Ромашка»");
        await client.NextAsync("город");
        await managers.Bot.StopAsync();
        var settings = managers.Bot.Settings;
        managers.Bot.Settings = settings with { Company = settings.Company with { Form = new FormDefinition(Other) } };
        client.SendText("Тверь");
        await managers.Bot.StartAsync();

        var asked = await client.NextAsync("Какой нужен цвет?");
        client.Press(asked, "Синий");
        await client.NextAsync("Ваш телефон?");
        client.SendText("8 916 123-45-67");
        var review = await client.NextAsync("Ранее указано");
        Assert.Contains("Город: Тверь", review.Text, StringComparison.Ordinal);
        client.Press(review, "Отправить");

        await client.NextAsync("№1");
        var card = await managers.Seat.NextAsync("№1");
        Assert.Contains("Ромашка", card.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["colour=Синий|name=Анна|phone=+79161234567|organization=ООО «Ромашка»|city=Тверь"],
            await managers.Bot.Database.ReadAsync(
                """
                select string_agg(concat_ws('=', said.one->>'id', said.one->>'value'), '|' order by said.place)
                  from tickets, jsonb_array_elements(answers) with ordinality as said (one, place)
                 group by tickets.id
                """));
        await managers.Bot.AssertAllIsHandledAsync();
        managers.Bot.AssertCallsFitTheBotApi();
    }
}
