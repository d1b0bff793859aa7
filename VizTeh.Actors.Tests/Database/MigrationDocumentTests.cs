using System.Text.RegularExpressions;
using VizTeh.Actors.Database;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Database;

/// <summary>The commands of docs/migration.md, run on a dump of an earlier bot's database with odd rows in it.</summary>
public sealed partial class MigrationDocumentTests
{
    // As pg_dump writes a table of the earlier bot, whose columns are in its README: numbers doubled by hand, a status in other words.
    private const string Dump =
        """
        SET statement_timeout = 0;
        SET client_encoding = 'UTF8';
        CREATE TABLE public.tickets (
            id integer, user_id character varying(30), username character varying(64), name character varying(100),
            org character varying(100), city character varying(100), direction character varying(50), description text,
            phone text, manager_id bigint, status character varying(20) DEFAULT 'open'::character varying,
            close_at timestamp without time zone
        );
        CREATE SEQUENCE public.tickets_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
        ALTER SEQUENCE public.tickets_id_seq OWNED BY public.tickets.id;
        ALTER TABLE ONLY public.tickets ALTER COLUMN id SET DEFAULT nextval('public.tickets_id_seq'::regclass);
        COPY public.tickets (id, user_id, username, name, org, city, direction, description, phone, manager_id, status, close_at)
        FROM stdin;
        1	101	anna_k	Анна	ООО «Ромашка»	Тверь	Стелы	Стела у дороги	8 (916) 123-45-77	\N	open	\N
        2	102	\N	Борис	Лютик	Клин	Знаки	Знаки\nна двух языках	+79161112233	900	closed	2026-03-03 12:30:00
        3	103	vera	Вера	Мак	Орёл	Другое	Вывеска	916 222 33 44	900	 Closed 	\N
        3	104	gleb	Глеб	Тополь	Омск	Знаки	Дубль номера	8-916-333-44-55	\N	open	\N
        \N	105	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N
        7	нет	\N	Егор	Дуб	Пермь	Услуги	Без аккаунта	нет телефона	\N	в работе	\N
        9	106	zoya	Зоя	Клён	Тула	Стелы	длинное	+7 916 555-66-77	\N	open	\N
        \.
        UPDATE public.tickets SET description = repeat('очень длинное описание ', 100000) WHERE id = 9;
        SELECT pg_catalog.setval('public.tickets_id_seq', 9, true);
        """;

    [Fact]
    public async Task The_commands_of_the_document_bring_all_tickets_over_and_say_what_was_odd()
    {
        await using var earlier = await PostgresFixture.CreateEmptyAsync();
        await using var moved = await PostgresFixture.CreateEmptyAsync();
        var folder = Directory.CreateTempSubdirectory("vizteh-migration-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "earlier.sql"), Dump);
            await Shell.RunAsync($"psql --quiet --set=ON_ERROR_STOP=1 --file='{folder}/earlier.sql'", earlier.Details);
            var blocks = Blocks(earlier.Details.Name, moved.Details.Name, earlier.Details.User, folder);
            var report = "";
            foreach (var block in blocks.TakeWhile(block => !block.Contains("last_number", StringComparison.Ordinal)))
                report += await Shell.RunAsync(block, earlier.Details);
            await Migrator.MigrateAsync(moved.ConnectionString);
            var compared = await Shell.RunAsync(blocks[^1], earlier.Details);

            Assert.Equal(5, blocks.Count);
            Assert.Matches(@"NEW NUMBER.*\| +1 \| 3 -> 10", report);
            Assert.Matches(@"NEW NUMBER.*\| +1 \| none -> 11", report);
            Assert.Matches("counts as open: another status +\\| +1 \\| №7: \"в работе\"", report);
            Assert.Matches(@"counts as open: no status +\| +1 \| №11", report);
            Assert.Matches("client forgotten.*\\| +1 \\| №7: \"нет\"", report);
            Assert.Matches(@"long description.*\| +1 \| №9", report);
            Assert.Matches(@"closed, but nobody knows when.*\| +1 \| №3", report);
            Assert.Matches(@"TICKETS +\| +7 \| the highest is №11", report);
            Assert.Matches("of them open +\\| +5 ", report);
            Assert.Matches(@"7 \| +1\s+7 \| +2\s+12", compared);
            Assert.Equal(
                [
                    "1|101|Анна|open|", "2|102|Борис|closed|2026-03-03 09:30", "3|103|Вера|closed|", "7|-|Егор|в работе|",
                    "9|106|Зоя|open|", "10|104|Глеб|open|", "11|105|-|open|",
                ],
                await moved.ReadAsync(
                    """
                    select concat_ws('|', id, coalesce(user_id::text, '-'), coalesce(name, '-'), status,
                                     coalesce(to_char(close_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), ''))
                      from tickets order by id
                    """));
            Assert.Equal(["2300000"], await moved.ReadAsync("select length(description) from tickets where id = 9"));
            await AssertInUseAsync(moved);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_script_that_makes_the_rows_ready_changes_nothing_when_it_is_run_again_and_not_after_the_adoption()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        var folder = Directory.CreateTempSubdirectory("vizteh-migration-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "earlier.sql"), Dump);
            var script = $"psql < '{Path.Combine(Repository.Root, "scripts", "earlier-tickets.sql")}'";
            await Shell.RunAsync($"psql --quiet --set=ON_ERROR_STOP=1 --file='{folder}/earlier.sql'", database.Details);
            await Shell.RunAsync(script, database.Details);
            var once = await database.ReadAsync("select tickets::text from tickets order by id");

            Assert.DoesNotContain("NEW NUMBER", await Shell.RunAsync(script, database.Details), StringComparison.Ordinal);

            Assert.Equal(once, await database.ReadAsync("select tickets::text from tickets order by id"));
            await Migrator.MigrateAsync(database.ConnectionString);
            var refusal = await Shell.RunAsync($"{script} 2>&1 || true", database.Details);
            Assert.Contains("in use by VizTeh.Actors already", refusal, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Numbers go on, open cards can be toggled, and a phone is found in whatever notation.
    private static async Task AssertInUseAsync(TestDatabase database)
    {
        var tickets = new TicketStore(database.DataSource);
        var create = TicketSamples.New();
        Assert.Equal(12, (await tickets.CreateAsync([create], [-5], default))[create.SubmissionId]);
        foreach (var status in (TicketStatus[])[TicketStatus.Closed, TicketStatus.Open])
        {
            // A card of the earlier bot has no check.
            var changed = await tickets.ChangeStatusAsync(
                new ChangeTicketStatus(1, status, 900, "Пётр", (long)status + 1, -5, 77), default);
            Assert.Equal((true, status), (changed!.Value.Changed, changed.Value.State.Ticket.Status));
        }

        Assert.Equal(["1 -5 77"], await database.ReadAsync("select concat_ws(' ', ticket_id, chat_id, message_id) from ticket_cards"));
        foreach (var (phone, number) in ((string, long)[])
            [
                ("+79161234577", 1), ("8 916 123-45-77", 1), ("89161112233", 2), ("+7 (916) 222-33-44", 3), ("9163334455", 10),
                ("8(916)555 66 77", 9),
            ])
        {
            var found = await new TicketSearchStore(database.DataSource).FindAsync(TicketSearch.Read(phone), 0, default);
            Assert.Equal([number], found.Tickets.Select(ticket => ticket.Id));
        }
    }

    // The sh blocks of the document, with the names of the first one, and without the change of the user.
    private static List<string> Blocks(string earlier, string moved, string role, string folder)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "migration.md"));
        var blocks = ShellBlock().Matches(text).Select(match => match.Groups["block"].Value).ToList();
        Assert.StartsWith("OLD=", blocks[0], StringComparison.Ordinal);
        var names = $"set -e; cd '{folder}'; HOME='{folder}'; OLD={earlier}; NEW={moved}; ROLE={role}; export PGDATABASE=postgres\n";
        return
        [
            .. blocks.Skip(1).Select(block => names + block
                .Replace("sudo -u postgres ", "", StringComparison.Ordinal)
                .Replace("scripts/earlier-tickets.sql", $"'{Repository.Root}/scripts/earlier-tickets.sql'", StringComparison.Ordinal)),
        ];
    }

    [GeneratedRegex("```sh\n(?<block>.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
