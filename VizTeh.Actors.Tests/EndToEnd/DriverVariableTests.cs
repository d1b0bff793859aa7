using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Environment variables of PostgreSQL's own programs do not change the bot's behaviour.</summary>
public sealed class DriverVariableTests
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Neither_encoding_nor_time_zone_nor_options_of_another_program_reach_the_bots_rows()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync(
            """
            create table tickets (id serial primary key, user_id bigint, created_at timestamp);
            insert into tickets (user_id, created_at) values (1, '2024-03-01 10:00');
            """);
        await database.ExecuteAsync($"alter database {database.Details.Name} set timezone = 'Europe/Moscow'");
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = Seconds });
        var settings = BotEnvironment.Of(database.Details, telegram, managers: [123]);
        await using var bot = BotProcess.Start(new Dictionary<string, string>(settings)
        {
            ["PGCLIENTENCODING"] = "WIN1251",
            ["PGTZ"] = "Asia/Tokyo",
            ["PGOPTIONS"] = "-c default_transaction_read_only=on",
        });

        await telegram.AddPerson("Анна").Chat.OrderAsync(TypedForm.Ordinary.With("description", "Въездная стела 🙂"));

        Assert.Equal(
            ["2024-03-01 07:00"],
            await database.ReadAsync("select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from tickets where id = 1"));
        Assert.Equal(
            ["Анна Тверь Въездная стела 🙂"],
            await database.ReadAsync("select concat_ws(' ', name, city, description) from tickets where id = 2"));
    }
}
