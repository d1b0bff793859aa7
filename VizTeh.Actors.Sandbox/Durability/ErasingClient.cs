using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// A person who sends a form, adds to its ticket, and has all of it erased, again and again. Everything typed has one mark in it, which has
/// to be nowhere in the database in the end.
/// </summary>
/// <param name="expectsConsent">Whether the bot asks for consent before a form: the erasure withdraws it, so it is asked for again.</param>
internal sealed class ErasingClient(
    int number, ChatParticipant participant, int seed, Crowd crowd, Observations observations, bool expectsConsent)
{
    /// <summary>What everything typed by such a person has in it: ASCII, so that it is found in any column.</summary>
    public const string Mark = "to-be-erased";

    private readonly Random _random = new(unchecked((seed * 20_011) + number));
    private readonly ClientFiles _files = new(participant, new Random(seed + number));
    private readonly ClientChat _chat = new(
        number, participant, new Random(seed + number), pressesTwice: false, BotSpeech.Shipped, crowd, observations);

    public ChatParticipant Seat => participant;

    /// <inheritdoc cref="ClientChat.WaitsFor"/>
    public string? WaitsFor => _chat.WaitsFor;

    /// <summary>The ids of the files that it sent.</summary>
    public HashSet<string> Files { get; } = [];

    /// <summary>The tickets that it was ever thanked for, the erased ones too.</summary>
    public HashSet<long> Tickets { get; } = [];

    /// <summary>How many times all of it was erased.</summary>
    public int Erased { get; private set; }

    public async Task RunAsync()
    {
        for (var form = 1; !crowd.IsClosing; form++)
        {
            await OrderAsync(form);
            await EraseAsync();
        }
    }

    private async Task OrderAsync(int form)
    {
        _chat.BeginForm();
        Speech[] first = expectsConsent ? [Speech.Questions[0], Speech.Consent] : [Speech.Questions[0]];
        var heard = await _chat.SayAsync(FormScript.Begin, first);
        while (heard.Speech == Speech.Consent)
        {
            await crowd.ThinkAsync(_random);
            heard = await _chat.PressAsync(heard.Message, FormClient.Agree, first);
        }

        foreach (var (place, question) in FormScript.Questions.Index())
        {
            await crowd.ThinkAsync(_random);
            if (question.TakesFiles && _random.Next(2) == 0)
            {
                var pictures = _files.SendPictures(2, $"{Mark} {form}");
                Files.UnionWith(ClientFiles.IdsOf(pictures));
                await _chat.SendFilesAsync(pictures, [Speech.FileAdded, Speech.Questions[place]]);
            }

            var next = place + 1 < Speech.Questions.Length ? Speech.Questions[place + 1] : Speech.Review;
            heard = await _chat.SayAsync(AnswerTo(question, form), [next]);
        }

        await crowd.ThinkAsync(_random);
        var thanks = await _chat.PressAsync(heard.Message, FormScript.Send, [Speech.Accepted]);
        Tickets.Add(TicketNumber.In(thanks.Message.Text));
        if (_random.Next(2) == 0)
        {
            await _chat.ReplyAsync(thanks.Message, $"{Mark} {form} {number}", [Speech.Added]);
            await crowd.ThinkAsync(_random);
            var words = participant.Messages.Last(message => !message.FromBot);
            await _chat.EditAsync(words, $"{Mark} {form} {number}, edited", [Speech.Corrected]);
            observations.NoteCorrection();
        }

        await crowd.ThinkAsync(_random);
    }

    private async Task EraseAsync()
    {
        var first = await _chat.SayAsync("/forget", [Speech.EraseFirst]);
        await crowd.ThinkAsync(_random);
        var second = await _chat.PressAsync(first.Message, "Удалить мои данные", [Speech.EraseSecond]);
        await crowd.ThinkAsync(_random);
        await _chat.PressAsync(second.Message, "Да, удалить навсегда", [Speech.Erased]);
        Erased++;
        await crowd.ThinkAsync(_random);
    }

    private string AnswerTo(ScriptedQuestion question, int form) => question.Kind switch
    {
        ScriptedKind.Choice => question.Answers[_random.Next(question.Answers.Length)],
        ScriptedKind.Phone => question.MarkedAnswer(9_000 + number, form, 1, ""),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Mark} {number}-{form}"),
    };
}
