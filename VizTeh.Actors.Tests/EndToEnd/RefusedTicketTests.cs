using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The table refuses a ticket while the bot runs, until an operator mends it.</summary>
public sealed class RefusedTicketTests
{
    [Theory]
    [InlineData(
        "alter table tickets add constraint not_anna check (name <> 'Анна') not valid", "alter table tickets drop constraint not_anna",
        "violates check constraint \"not_anna\"")]
    [InlineData(
        "create function refuse() returns trigger language plpgsql as 'begin raise exception ''not on Sundays''; end'; "
        + "create trigger refuse before insert on tickets for each row when (new.name = 'Анна') execute function refuse()",
        "drop function refuse cascade", "not on Sundays")]
    public async Task The_client_hears_once_that_it_is_being_stored_health_quotes_postgresql_and_the_number_comes_when_it_is_mended(
        string obstacle, string cure, string words)
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        var review = await client.FillAsync(TypedForm.Ordinary.With("name", "Анна"));
        await bot.Database.ExecuteAsync(obstacle);

        client.Press(review, "Отправить");
        await client.NextAsync("сохраняем");
        Assert.True(await bot.NewClient("Борис").OrderAsync(TypedForm.Ordinary.With("name", "Борис")) > 0);
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select concat_ws('|', chat_id, state, last_error) from health where matter = 'ticket refused'"),
            rows => rows is [var row] && row.StartsWith($"{client.ChatId}|trouble|", StringComparison.Ordinal)
                && row.Contains(words, StringComparison.Ordinal) && !row.Contains("Анна", StringComparison.Ordinal),
            "health says whose ticket is refused, and why");

        await bot.StopAsync();
        await bot.StartAsync();
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select matter from health where matter = 'ticket refused'"), rows => rows.Count == 1,
            "it is asked for again after a restart");
        await bot.Database.ExecuteAsync(cure);

        Assert.True(ClientDialogue.NumberIn(await client.NextAsync("№")) > 0);
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select matter from health where matter = 'ticket refused'"), rows => rows.Count == 0,
            "it is over");
        await bot.AssertAllIsHandledAsync();
        Assert.Single(client.Messages, message => message.Text.Contains("сохраняем", StringComparison.Ordinal));
        Assert.Equal(["1"], await bot.Database.ReadAsync("select count(*) from tickets where name = 'Анна'"));
    }
}
