using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The program as a separate process, killed as by a power cut or an impatient operator.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private TestDatabase _database = null!;
    private BotApiServer _telegram = null!;
    private ChatParticipant _manager = null!;
    private BotProcess? _bot;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = Soon });
        _manager = _telegram.AddPerson("Пётр").Chat;
        _manager.SendText("/start");
    }

    public async Task DisposeAsync()
    {
        if (_bot is not null)
            await _bot.DisposeAsync();
        await _telegram.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Twenty_forms_at_every_step_go_on_at_their_question_after_a_restart(bool killed)
    {
        _bot = StartBot();
        var forms = Enumerable.Range(0, 20)
            .Select(number => (
                Seat: _telegram.AddPerson($"Клиент {number}").Chat,
                Form: TypedForm.Ordinary.With("name", $"Имя {number}").With("description", $"Описание {number}"),
                StepsBefore: number % ClientDialogue.Steps(TypedForm.Ordinary).Count))
            .ToArray();
        await Task.WhenAll(forms.Select(form => GoAsync(form.Seat, form.Form, 0, form.StepsBefore)));

        if (killed)
            await _bot.KillAsync();
        else
            Assert.Equal(0, await _bot.StopAsync());
        // Half of the clients write on while the bot is down.
        var meanwhile = forms.Index().Where(item => item.Index % 2 == 0 && item.Item.StepsBefore is > 0 and < 4).ToArray();
        foreach (var (_, form) in meanwhile)
            await ClientDialogue.Steps(form.Form)[form.StepsBefore].Act(form.Seat);
        await using var before = _bot;
        _bot = StartBot();
        await Task.WhenAll(meanwhile.Select(item =>
            item.Item.Seat.NextAsync(ClientDialogue.Steps(item.Item.Form)[item.Item.StepsBefore].Answer)));

        var ids = await Task.WhenAll(forms.Index().Select(async item =>
        {
            var (participant, form, steps) = item.Item;
            var done = steps + (meanwhile.Any(other => other.Index == item.Index) ? 1 : 0);
            var review = await GoAsync(participant, form, done, ClientDialogue.Steps(form).Count);
            await participant.Press(review!, "Отправить").AnswerAsync(Soon);
            return ClientDialogue.NumberIn(await participant.NextAsync("№"));
        }));

        Assert.Equal(
            forms.Zip(ids, (form, id) => $"{id}|{form.Seat.Person.Id}|{form.Form["name"]}|{form.Form["description"]}").Order(),
            (await _database.ReadAsync("select concat_ws('|', id, user_id, name, description) from tickets")).Order());
        await Eventually.IsTrueAsync(
            () => _manager.Messages.Count(message => message.InlineButtons.Length > 0) == 20, "every card arrives, once");
        Assert.All(
            forms,
            form => Assert.InRange(form.Seat.Messages.Count(message => message.FromBot), ExpectedReplies, ExpectedReplies + 1));
    }

    // Six questions, the review, and the thank-you: the replies to a client if nothing is repeated.
    private const int ExpectedReplies = 8;

    private BotProcess StartBot() => BotProcess.Start(BotEnvironment.Of(_database.Details, _telegram, [_manager.Person.Id]));

    private static async Task<ChatMessage?> GoAsync(ChatParticipant participant, TypedForm form, int from, int to)
    {
        ChatMessage? last = null;
        foreach (var (_, act, answer) in ClientDialogue.Steps(form).Take(to).Skip(from))
        {
            await act(participant);
            last = await participant.NextAsync(answer);
        }

        return last;
    }
}
