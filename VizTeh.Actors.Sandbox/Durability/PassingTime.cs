using Npgsql;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// Lets the moments of reminders come that managers have asked for: the soonest is an hour away, and no run is that long. The moments are
/// changed in the database, in the ticket and in its history, as if the reminder had been asked for long ago.
/// </summary>
internal sealed class PassingTime(NpgsqlDataSource database, int seed, Crowd crowd)
{
    private const int MostAtOnce = 3;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    // A ticket on which somebody presses just now is left for the next time. The bot's clock may be minutes behind.
    private const string ComeDue =
        """
        with come as (
            select ticket.id, ticket.snooze_id, now() - interval '1 hour' as at from tickets ticket
             where ticket.snoozed_until > now() and ticket.snooze_id is not null
             order by ticket.snooze_id limit $1 for update skip locked
        ), told as (
            update ticket_history set snoozed_until = come.at from come where ticket_history.id = come.snooze_id
        )
        update tickets set snoozed_until = come.at from come where tickets.id = come.id
        """;

    private readonly Random _random = new(seed);

    public async Task RunAsync()
    {
        while (!crowd.IsClosing)
        {
            await Task.Delay(Every * (0.5 + _random.NextDouble()), TimeProvider.System, crowd.GivingUp);
            await using var command = database.CreateCommand(ComeDue);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 1 + _random.Next(MostAtOnce) });
            await command.ExecuteNonQueryAsync(crowd.GivingUp);
        }
    }
}
