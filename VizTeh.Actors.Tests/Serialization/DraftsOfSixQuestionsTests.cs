using System.Globalization;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Database;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Serialization;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Serialization;

/// <summary>An update of the program from a version whose events only name its six questions.</summary>
public sealed class DraftsOfSixQuestionsTests : IDisposable
{
    private const int MostInputs = 16;

    private static readonly DateTimeOffset Later = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ActorSystem _system = ActorSystem.Create("drafts");
    private readonly EventSerializer _serializer;

    public DraftsOfSixQuestionsTests()
    {
        _serializer = new EventSerializer((ExtendedActorSystem)_system);
    }

    [Fact]
    public void A_thousand_stored_drafts_are_read_as_what_their_version_took_them_for()
    {
        var drafts = DraftsOfSixQuestions.Load();

        Assert.Equal(1_000, drafts.Count);
        // Every client of a step is in the same state.
        Assert.Equal(
            DraftsOfSixQuestions.Steps, drafts.Select(draft => draft.State.Split('|', '\t')[0] + draft.Step).Distinct().Count());
        Assert.All(drafts, draft => Assert.Equal(draft.State, DraftsOfSixQuestions.Describe(Recover(draft))));
    }

    [Fact]
    public void Each_of_a_thousand_stored_drafts_goes_on_to_the_review_and_loses_no_answer() =>
        Assert.All(DraftsOfSixQuestions.Load(), draft =>
        {
            var conversation = Recover(draft);
            var rewritten = new HashSet<string>();
            var events = new List<ConversationEvent>();
            for (var inputs = 0; conversation.Form is not Form.Reviewing; inputs++)
            {
                Assert.True(inputs < MostInputs, $"no review after {inputs} inputs: {draft.State}");
                var happened = NextEvent(conversation, 600_000_000 + inputs);
                if (happened is ConversationEvent.Started or ConversationEvent.TicketCreated)
                    rewritten.UnionWith(Dialogue.GoodAnswers.Keys);
                if (happened is ConversationEvent.Answered answered)
                    rewritten.Add(answered.Answer.Id);
                events.Add(happened);
                conversation = conversation.Evolve(happened);
            }

            var answers = ((Form.Reviewing)conversation.Form).Answers;
            Assert.Equal(ShippedForm.Ids, answers.Current.Select(answer => answer.Id));
            Assert.Empty(answers.Former);
            Assert.Equal(
                draft.Values.Zip(ShippedForm.Ids, (value, id) => (Value: value, Id: id)).Where(answer => !rewritten.Contains(answer.Id))
                    .Select(answer => answer.Value),
                answers.Current.Take(draft.Values.Count).Where(answer => !rewritten.Contains(answer.Id))
                    .Select(answer => answer.Value.Replace("\n", "\\n", StringComparison.Ordinal)));

            // What both versions have written is read together, and so is a snapshot of it.
            var number = draft.Journal[^1].Number;
            var journal = draft.Journal.Concat(events.Select(
                happened => new StoredRow(++number, false, _serializer.Manifest(happened), _serializer.ToBinary(happened))));
            Assert.Equal(conversation.Form, DraftsOfSixQuestions.Recover(_serializer, journal, draft.Snapshot).Form);
            var saved = _serializer.ToBinary(ConversationSnapshot.Of(conversation));
            Assert.Equal(
                conversation.Form,
                ((ConversationSnapshot)_serializer.FromBinary(saved, "conversation.snapshot.v2")).Restore().Form);
        });

    /// <summary>A firm takes the version and a form of its own at once.</summary>
    [Theory]
    [InlineData("appointment.conf")]
    [InlineData("repair.conf")]
    [InlineData("form.questions = [{ id = direction, kind = text, label = Тема, ask = \"О чём?\" }]")]
    [InlineData("form.questions = [{ id = phone, kind = phone, label = Номер, ask = \"Какой?\" }]")]
    public void Each_of_a_thousand_stored_drafts_goes_on_to_the_review_of_a_form_of_another_trade(string form)
    {
        var other = form.EndsWith(".conf", StringComparison.Ordinal)
            ? File.ReadAllText(Path.Combine(Repository.Root, "examples", form)) : $"vizteh.{form}";
        var company = HoconFile.Parse($"{File.ReadAllText(HoconFile.DefaultPath)}\n{other}", "hocon.conf").Company;

        Assert.All(DraftsOfSixQuestions.Load(), draft =>
        {
            var conversation = Recover(draft);
            var answered = conversation.Form is Form.Draft { Answers: var answers } ? answers : Answers.None;
            var open = (conversation.Form as Form.Asking)?.Question.Id;
            for (var inputs = 0; conversation.Form is not Form.Reviewing; inputs++)
            {
                Assert.True(inputs < MostInputs, $"no review after {inputs} inputs: {draft.State}");
                conversation = conversation.Evolve(NextEvent(conversation, 600_000_000 + inputs, company));
            }

            var sent = company.Form.ToSent(((Form.Reviewing)conversation.Form).Answers);
            foreach (var answer in answered.Current.Where(answer => answer.Id != open && company.Form.Find(answer.Id) is null))
                Assert.Contains(answer.Value, sent.Removed.Where(removed => removed.Id == answer.Id).Select(removed => removed.Value));
        });
    }

    [Theory]
    [InlineData("Стелы")]
    [InlineData("Другое")]
    public void The_direction_that_is_on_the_screen_is_chosen_although_the_form_has_none(string direction)
    {
        var company = Dialogue.Firm with { Form = new FormDefinition([ShippedForm.Question(Ids.Name)]) };
        var conversation = DraftsOfSixQuestions.Load().Select(Recover).First(
            draft => draft.Form is Form.Asking { ForReview: false, Question.Id: Ids.Direction });
        var formId = ((Form.Asking)conversation.Form).FormId;

        var pressed = FormRules.Decide(
            conversation.Form, new ClientInput.Press("query", FormButton.ToPick(formId, ShippedForm.Question(Ids.Direction), direction)),
            new FormContext(company, 600_000_000, Later, Guid.CreateVersion7(), null));
        Assert.Equal(direction, Assert.IsType<ConversationEvent.Answered>(pressed.Event).Answer.Value);
        var refused = FormRules.Decide(
            conversation.Form, new ClientInput.Text("что-нибудь"),
            new FormContext(company, 600_000_000, Later, Guid.CreateVersion7(), null));
        var buttons = refused.Replies.OfType<Reply.Say>().SelectMany(said => Dialogue.ButtonsOf(said.Message));
        Assert.Equal(ShippedForm.Directions, buttons.Select(button => button.Label));
    }

    [Fact]
    public async Task The_database_of_that_version_is_migrated_and_its_conversations_go_on_to_the_ticket()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await MigrateToThatVersionAsync(database);
        var all = DraftsOfSixQuestions.Load();
        await DraftsOfSixQuestions.StoreAsync(database, all);
        await using var bench = await ActorBench.CreateAsync(
            akka => akka.WithTickets().WithConversations(), bench => bench.Probe<OutboxKey>(), start: false);
        // One client of each step, each with another history.
        var drafts = Enumerable.Range(0, DraftsOfSixQuestions.Steps)
            .Select(step => all[step + (DraftsOfSixQuestions.Steps * (step * 5 % 38))])
            .Select(draft => (Draft: draft, Client: bench.Bot.NewClient($"Клиент {draft.Step}")))
            .ToArray();
        foreach (var (draft, client) in drafts)
        {
            client.SendText("/start");
            foreach (var table in new[] { "journal", "snapshot" })
            {
                await database.ExecuteAsync(
                    $"update akka.{table} set persistence_id = '{IdOf(client)}' where persistence_id = '{draft.PersistenceId}'");
            }
        }

        await Migrator.MigrateAsync(database.ConnectionString);
        var details = database.Details;
        bench.Bot.Settings = bench.Bot.Settings with
        {
            Database = new DatabaseSettings(details.Host, details.Port, details.Name, details.User, details.Password),
        };
        await bench.Bot.StartAsync();
        var region = bench.Bot.Services.GetRequiredService<IReadOnlyActorRegistry>().Get<ConversationActor>();

        await Parallel.ForEachAsync(
            drafts, new ParallelOptions { MaxDegreeOfParallelism = DraftsOfSixQuestions.Steps },
            async (draft, _) => await GoOnAsync(draft.Draft, draft.Client, region, database));

        var sent = await database.ReadAsync("select user_id from tickets");
        Assert.Equal(drafts.Select(draft => $"{draft.Client.Person.Id}").Order(), sent.Distinct().Order());
        // The one of the form that had been sent before, and the one begun after it.
        Assert.Equal(drafts.Length + 1, sent.Count);
        var expected = drafts.First(draft => draft.Draft.State.StartsWith("submitting", StringComparison.Ordinal));
        Assert.Contains(
            string.Join('|', expected.Draft.Values),
            await database.ReadAsync(
                "select replace(concat_ws('|', name, org, city, direction, description, phone), E'\\n', '\\n') from tickets "
                    + $"where user_id = {expected.Client.Person.Id}"));
    }

    public void Dispose() => _system.Dispose();

    private Conversation Recover(StoredDraft draft) => DraftsOfSixQuestions.Recover(_serializer, draft.Journal, draft.Snapshot);

    private static ConversationEvent NextEvent(Conversation conversation, long update, CompanySettings? company = null)
    {
        if (conversation.Form is Form.Submitting sent)
            return new ConversationEvent.TicketCreated(conversation.LastUpdate!.Value, Later, sent.SubmissionId, 17);
        var decision = FormRules.Decide(
            conversation.Form, new ClientInput.Text(company is null ? NextWords(conversation.Form) : NextWords(conversation.Form, company)),
            new FormContext(company ?? Dialogue.Firm, update, Later, Guid.CreateVersion7(), null));
        return decision.Event ?? throw new InvalidOperationException($"nothing happened to a {conversation.Form.GetType().Name}");
    }

    private static string NextWords(Form form) => form switch
    {
        Form.Asking asking => Dialogue.GoodAnswers[asking.Question.Id],
        Form.Reviewing => "Отправить",
        _ => "Оставить заявку",
    };

    private static string NextWords(Form form, CompanySettings company) => form is not Form.Asking asking ? NextWords(form)
        : asking.Question.Kind switch
        {
            QuestionKind.Choice or QuestionKind.Choices => FormPrompt.ChoicesFor(asking, company.Form)[0],
            QuestionKind.Date => "завтра",
            QuestionKind.Number => "7",
            QuestionKind.Phone => "+79161234567",
            QuestionKind.YesNo => "да",
            _ => "слово",
        };

    private async Task GoOnAsync(StoredDraft draft, ChatParticipant client, IActorRef region, TestDatabase database)
    {
        Assert.Equal(draft.State, DraftsOfSixQuestions.Describe(await StoredAsync(client, database)));
        var update = 600_000_000 + (client.Person.Id * 100);
        for (var inputs = 0; inputs < MostInputs; inputs++)
        {
            var form = (await StoredAsync(client, database)).Form;
            var told = new ClientUpdate(update++, client.Person.Id, null, new ClientInput.Text(NextWords(form)));
            Assert.IsType<Handled>(await region.Ask<IUpdateReport>(told, TimeSpan.FromSeconds(30)));
            if (form is Form.Reviewing)
                return;
        }

        Assert.Fail($"no ticket after {MostInputs} inputs: {draft.State}");
    }

    private async Task<Conversation> StoredAsync(ChatParticipant client, TestDatabase database)
    {
        await using var command = database.DataSource.CreateCommand(
            $"""
            select 1, sequence_number, deleted, manifest, message from akka.journal where persistence_id = '{IdOf(client)}'
            union all
            select 2, sequence_number, false, manifest, snapshot from akka.snapshot where persistence_id = '{IdOf(client)}'
            order by 1, 2
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var journal = new List<StoredRow>();
        StoredRow? snapshot = null;
        while (await reader.ReadAsync())
        {
            var row = new StoredRow(reader.GetInt64(1), reader.GetBoolean(2), reader.GetString(3), reader.GetFieldValue<byte[]>(4));
            if (reader.GetInt32(0) == 1)
                journal.Add(row);
            else
                snapshot = row;
        }

        return DraftsOfSixQuestions.Recover(_serializer, journal, snapshot);
    }

    private static string IdOf(ChatParticipant client) =>
        ConversationActor.PersistenceIdOf(client.Person.Id.ToString(CultureInfo.InvariantCulture));

    private static async Task MigrateToThatVersionAsync(TestDatabase database)
    {
        await database.ExecuteAsync(
            "create table vizteh_migrations (schemaversionsid serial primary key, scriptname text not null, applied timestamp not null)");
        foreach (var (name, sql) in MigrationScripts.All.TakeWhile(script => script.Name != DraftsOfSixQuestions.NextMigration))
        {
            await database.ExecuteAsync(sql);
            await database.ExecuteAsync($"insert into vizteh_migrations (scriptname, applied) values ('{name}', now())");
        }
    }
}
