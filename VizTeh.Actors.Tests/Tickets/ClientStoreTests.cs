using VizTeh.Actors.Database;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>Consents in the tables of clients and of tickets.</summary>
public sealed class ClientStoreTests
{
    private const string Consents =
        """
        consent_version || ' ' || consent_text_hash || ' ' || extract(epoch from consent_at)::bigint || ' ' || consent_message_id
        """;

    private static readonly string Hash = Consent.HashOf("текст");
    private static readonly Consent Given = new("1", Hash, DateTimeOffset.FromUnixTimeSeconds(1_000), 555);

    [Fact]
    public async Task The_newest_consent_of_a_client_is_one_row_however_often_it_is_stored()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        var store = new ClientStore(database.DataSource);

        await store.StoreConsentAsync(new StoreConsent(7_000_000_001, 1, Given), default);
        await store.StoreConsentAsync(new StoreConsent(7_000_000_001, 1, Given), default);
        await store.StoreConsentAsync(new StoreConsent(7_000_000_001, 2, Given with { Version = "2", MessageId = 556 }), default);
        await store.StoreConsentAsync(new StoreConsent(2, 3, Given), default);

        Assert.Equal(
            [$"2 1 {Hash} 1000 555", $"7000000001 2 {Hash} 1000 556"],
            await database.ReadAsync($"select user_id || ' ' || {Consents} from clients order by user_id"));
    }

    [Fact]
    public async Task A_ticket_has_the_consent_under_which_it_was_filled_or_none()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();

        await new TicketStore(database.DataSource).CreateAsync(
            [TicketSamples.New() with { Consent = Given }, TicketSamples.New()], [], default);

        Assert.Equal(
            [$"1 {Hash} 1000 555", "none"],
            await database.ReadAsync($"select coalesce({Consents}, 'none') from tickets order by id"));
    }

    [Theory]
    [InlineData("1", "ответ на заявку", false)]
    [InlineData("1", "реклама", true)]
    [InlineData("2", "реклама", false)]
    public async Task Another_text_under_a_version_that_clients_have_consented_to_is_warned_of(string version, string purpose, bool warns)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        var terms = FirmConsent.Terms(ShippedForm.Company, "1");
        await new ClientStore(database.DataSource).StoreConsentAsync(
            new StoreConsent(1, 1, Given with { TextHash = terms.TextHash }), default);
        using var log = new LogLines();
        var details = database.Details;

        await new ConsentVersionCheck(
            new DatabaseSettings(details.Host, details.Port, details.Name, details.User, details.Password), log.CreateLogger("check"))
            .RunAsync(FirmConsent.Terms(ShippedForm.Company, version, purpose), default);

        Assert.Equal(warns ? 1 : 0, log.All.Count(line => line.Contains("another text under the version 1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Columns_of_an_old_bot_with_these_names_are_kept_aside()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await database.ExecuteAsync(
            """
            create table tickets (
              id serial primary key, user_id bigint, name text, consent_at date not null default '2020-01-02',
              consent_version text not null default 'да');
            insert into tickets (user_id, name) values (1, 'Анна');
            """);
        await Migrator.MigrateAsync(database.ConnectionString);

        await new TicketStore(database.DataSource).CreateAsync([TicketSamples.New()], [], default);

        Assert.Equal(
            ["2020-01-02 да none", "2020-01-02 none none"],
            await database.ReadAsync(
                """
                select coalesce(consent_at_before::text, 'none') || ' ' || coalesce(consent_version, 'none') || ' '
                       || coalesce(consent_at::text, 'none') from tickets order by id
                """));
    }
}
