using System.Globalization;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using NpgsqlTypes;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Serialization;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>A deploy that adds a question to the form, City, and the drafts from before it.</summary>
public sealed class DraftsOfAnOlderFormTests
{
    private const int Drafts = 1_000;

    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly FormField[] OlderForm = [.. TicketSamples.Fields.Where(field => field != FormField.City)];

    private static readonly (string Word, FormField? Asks)[] Prompts =
    [
        .. FormQuestions.InOrder.Select(question => (question.KeyWord, (FormField?)question.Field)), ("Проверьте", null),
    ];

    [Fact]
    public async Task A_thousand_drafts_begun_without_a_question_are_asked_it_and_lose_no_answer()
    {
        await using var bench = await ActorBench.CreateAsync(
            akka => akka.WithTickets().WithConversations(), bench => bench.Probe<OutboxKey>());
        var drafts = Enumerable.Range(0, Drafts).Select(number => new Draft(number, bench.Bot.NewClient($"Клиент {number}"))).ToArray();
        await WriteAsync(bench.Bot.Database, drafts);
        var region = bench.Bot.Services.GetRequiredService<IReadOnlyActorRegistry>().Get<ConversationActor>();

        // This version of the program reads and answers all of them. One client in eleven continues with the program up to the ticket, the
        // others by the same pure rules from the stored events.
        await Parallel.ForEachAsync(drafts, new ParallelOptions { MaxDegreeOfParallelism = 100 }, (draft, _) => GoOnAsync(draft, region));

        Assert.Equal(
            drafts.Where(draft => draft.GoesOnToTheTicket)
                .Select(draft => string.Join('|', TicketSamples.Fields.Select(draft.AnswerTo).Prepend($"{draft.Client.Person.Id}")))
                    .Order(),
            (await bench.Bot.Database.ReadAsync(
                "select concat_ws('|', user_id, name, org, city, direction, description, phone) from tickets")).Order());
        var journals = await ReadAsync(bench.Bot.Database);
        Assert.All(drafts.Where(draft => !draft.GoesOnToTheTicket),
            draft => FillByTheRules(draft, journals[draft.PersistenceId].ToArray()));
    }

    // The client answers the older bot's last question, and then this version's questions.
    private static async ValueTask GoOnAsync(Draft draft, IActorRef region)
    {
        draft.Client.SendText("/start");
        var typed = draft.FirstWords;
        while (true)
        {
            var update = new ClientUpdate(draft.NextUpdate++, draft.Client.Person.Id, null, new ClientInput.Text(typed));
            Assert.IsType<Handled>(await region.Ask<IUpdateReport>(update, TimeSpan.FromSeconds(30)));
            var answer = await draft.Client.NextAsync(
                message => message.Text.Contains('№') || Prompts.Any(prompt => Is(message, prompt.Word)));
            if (answer.Text.Contains('№'))
                break;
            var question = Prompts.First(prompt => Is(answer, prompt.Word)).Asks;
            if (question is { } field)
                draft.Asked.Add(field);
            if (!draft.GoesOnToTheTicket)
                return;
            typed = question is null ? "Отправить" : draft.AnswerTo(question.Value);
        }

        AssertAskedWhatWasMissing(draft, draft.Asked);
    }

    private static void FillByTheRules(Draft draft, IReadOnlyCollection<ConversationEvent> journal)
    {
        var form = journal.Aggregate(Conversation.New, (conversation, happened) => conversation.Evolve(happened)).Form;
        Assert.Equal(Assert.Single(draft.Asked), Assert.IsType<Form.Asking>(form).Field);
        while (form is Form.Asking asking)
        {
            var input = new ClientInput.Text(draft.AnswerTo(asking.Field));
            var decision = FormRules.Decide(form, input, new FormContext(Dialogue.Firm, draft.NextUpdate++, Noon, Guid.NewGuid(), null));
            form = FormEvolution.Evolve(form, decision.Event!);
            if (form is Form.Asking next)
                draft.Asked.Add(next.Field);
        }

        AssertAskedWhatWasMissing(draft, draft.Asked);
        var review = Assert.IsType<Form.Reviewing>(form);
        Assert.All(TicketSamples.Fields, field => Assert.Equal(draft.AnswerTo(field), review.Answers[field]));
    }

    private static void AssertAskedWhatWasMissing(Draft draft, IReadOnlyCollection<FormField> asked)
    {
        Assert.Single(asked, FormField.City);
        Assert.Empty(asked.Intersect(OlderForm.Take(draft.AnsweredFields + (draft.KnowsItsQuestion ? 1 : 0))));
        Assert.Distinct(asked);
    }

    private static bool Is(ChatMessage message, string word) => message.Text.Contains(word, StringComparison.Ordinal);

    private static async Task WriteAsync(TestDatabase database, IEnumerable<Draft> drafts)
    {
        using var system = ActorSystem.Create("writer");
        var serializer = new EventSerializer((ExtendedActorSystem)system);
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var rows = await connection.BeginBinaryImportAsync(
            "copy akka.journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) from "
                + "stdin (format binary)");
        foreach (var draft in drafts)
        {
            foreach (var (index, happened) in draft.Events().Index())
            {
                await rows.StartRowAsync();
                await rows.WriteAsync(happened.At.Ticks, NpgsqlDbType.Bigint);
                await rows.WriteAsync(false, NpgsqlDbType.Boolean);
                await rows.WriteAsync(draft.PersistenceId, NpgsqlDbType.Text);
                await rows.WriteAsync(index + 1L, NpgsqlDbType.Bigint);
                await rows.WriteAsync(serializer.ToBinary(happened), NpgsqlDbType.Bytea);
                await rows.WriteAsync(serializer.Manifest(happened), NpgsqlDbType.Text);
                await rows.WriteAsync(serializer.Identifier, NpgsqlDbType.Integer);
                await rows.WriteAsync("00000000000000000000000000000000", NpgsqlDbType.Text);
            }
        }

        await rows.CompleteAsync();
    }

    private static async Task<ILookup<string, ConversationEvent>> ReadAsync(TestDatabase database)
    {
        using var system = ActorSystem.Create("reader");
        var serializer = new EventSerializer((ExtendedActorSystem)system);
        await using var command = database.DataSource.CreateCommand(
            "select persistence_id, message, manifest from akka.journal where not deleted order by persistence_id, sequence_number");
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<(string PersistenceId, ConversationEvent Happened)>();
        while (await reader.ReadAsync())
            events.Add((reader.GetString(0), (ConversationEvent)serializer.FromBinary((byte[])reader.GetValue(1), reader.GetString(2))));
        return events.ToLookup(row => row.PersistenceId, row => row.Happened);
    }

    /// <summary>A form in progress, at each of its steps in turn; every third draft has a detour.</summary>
    private sealed record Draft(int Number, ChatParticipant Client)
    {
        private readonly Guid _formId = Guid.NewGuid();

        public int AnsweredFields { get; } = Number % (OlderForm.Length + 1);

        /// <summary>Every fourth draft was written when the events did not yet record the next question.</summary>
        public bool KnowsItsQuestion => Number % 4 != 0;

        public bool GoesOnToTheTicket => Number % 11 == 0;

        public string PersistenceId { get; } = ConversationActor.PersistenceIdOf(Client.Person.Id.ToString(CultureInfo.InvariantCulture));

        /// <summary>The answer to the question on the screen; a client without a question begins with /start.</summary>
        public string FirstWords => (KnowsItsQuestion, AnsweredFields < OlderForm.Length) switch
        {
            (true, true) => AnswerTo(OlderForm[AnsweredFields]),
            (true, false) => "Отправить",
            _ => "/start",
        };

        /// <summary>The questions that this version of the program asked.</summary>
        public List<FormField> Asked { get; } = [];

        public long NextUpdate { get; set; } = 1_000;

        public string AnswerTo(FormField field) => field switch
        {
            FormField.Direction => "Знаки",
            FormField.Phone => string.Create(CultureInfo.InvariantCulture, $"+7916{Number:0000000}"),
            _ => $"{field} {Number}",
        };

        public IEnumerable<ConversationEvent> Events()
        {
            var update = 1L;
            yield return new ConversationEvent.Started(update++, Noon, _formId, Next(0));
            for (var answered = 0; answered < AnsweredFields; answered++)
            {
                var field = OlderForm[answered];
                // Went back to the question and answered it again.
                if (Number % 3 == 0)
                {
                    yield return new ConversationEvent.Answered(update++, Noon, field, "не то", Next(answered + 1));
                    yield return new ConversationEvent.WentBack(update++, Noon, field);
                }

                yield return new ConversationEvent.Answered(update++, Noon, field, AnswerTo(field), Next(answered + 1));
            }

            // Opened one of the answers on the review, and left it unchanged.
            if (AnsweredFields == OlderForm.Length && Number % 3 == 1)
            {
                yield return new ConversationEvent.ChangeChosen(update++, Noon, FormField.Organization);
                yield return new ConversationEvent.WentBack(update, Noon, null);
            }
        }

        private FormField? Next(int index) => KnowsItsQuestion && index < OlderForm.Length ? OlderForm[index] : null;
    }
}
