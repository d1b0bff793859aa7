using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>What the bot said, and in which message.</summary>
internal sealed record Heard(Speech Speech, ChatMessage Message);

/// <summary>
/// The chat as a client uses it: does one thing at a time and waits for a message that it can lead to; never writes again to help the bot,
/// and passes over a message that it has read before.
/// </summary>
internal sealed class ClientChat(
    int number, ChatParticipant participant, Random random, bool pressesTwice, BotSpeech speech, Crowd crowd, Observations observations)
{
    private const int RecentLimit = 4;
    private const int StepsTold = 14;

    private readonly Queue<long> _recent = new();
    private readonly Queue<string> _steps = new();
    private readonly HashSet<Speech> _heardInForm = [];
    private IReadOnlyCollection<Speech> _lastAwaited = [];
    private Speech? _lastSeen;
    private string _lastText = "";
    private bool _actedSince = true;
    private bool _isFileReplyOwed;
    private string _doing = "";
    private Repeat? _leadIn;

    public ChatParticipant Seat => participant;

    /// <summary>What it waits for, and the end of its chat; null while it does not wait.</summary>
    public string? WaitsFor => _doing.Length == 0
        ? null
        : $"client {number} after {_doing}: \n    {string.Join("\n    ", participant.Messages.TakeLast(6))}";

    /// <summary>The last updates that it caused.</summary>
    public IReadOnlyList<long> RecentUpdates
    {
        get
        {
            lock (_recent)
                return [.. _recent];
        }
    }

    /// <summary>What was heard before is of another form.</summary>
    public void BeginForm()
    {
        _lastSeen = null;
        _lastAwaited = [];
        _heardInForm.Clear();
    }

    public Task<Heard> SayAsync(string text, IReadOnlyCollection<Speech> awaited, string words = "") =>
        DoAsync($"«{text}»", () => participant.SendText(text), awaited, words);

    public Task<Heard> ReplyAsync(ChatMessage to, string text, IReadOnlyCollection<Speech> awaited) =>
        DoAsync($"«{text}» in reply", () => participant.SendText(text, replyTo: to), awaited, words: "");

    /// <summary>Edits a text of its own.</summary>
    public Task<Heard> EditAsync(ChatMessage own, string text, IReadOnlyCollection<Speech> awaited)
    {
        participant.EditText(own, text);
        var what = $"the edit to «{text}»";
        Remember(updateId: null, what);
        return HearAsync(what, awaited, words: "");
    }

    /// <param name="words">What comes with it, or in a message before it.</param>
    public Task<Heard> DoAsync(string what, Func<ChatMessage> send, IReadOnlyCollection<Speech> awaited, string words)
    {
        Remember(send().UpdateId, what);
        return HearAsync(what, awaited, words);
    }

    /// <summary>Sends files, which are answered once.</summary>
    public Task<Heard> SendFilesAsync(IReadOnlyList<ChatMessage> files, IReadOnlyCollection<Speech> awaited)
    {
        foreach (var file in files)
            Remember(file.UpdateId, $"a {file.Kind}");
        return HearAsync($"{files.Count} files", awaited, words: "");
    }

    /// <summary>Presses a button, or writes what is on it when it is a button of the menu or has gone meanwhile.</summary>
    public Task<Heard> PressAsync(ChatMessage message, string label, IReadOnlyCollection<Speech> awaited)
    {
        try
        {
            PressOnceOrTwice(message, label);
        }
        catch (InvalidOperationException)
        {
            return SayAsync(label, awaited);
        }

        return HearAsync($"a press of «{label}»", awaited, "");
    }

    /// <summary>Presses a button that changes its own message only, and waits for nothing.</summary>
    public void PressUnanswered(ChatMessage message, string label)
    {
        if (message.Button(label) is not null)
            Remember(participant.Press(message, label).UpdateId, $"a press of «{label}»");
    }

    private void PressOnceOrTwice(ChatMessage message, string label)
    {
        if (!pressesTwice || random.Next(6) != 0)
        {
            Remember(participant.Press(message, label).UpdateId, $"a press of «{label}»");
            return;
        }

        var (first, second) = participant.PressTwice(message, label);
        // The second query finds the form where the first has led it, and the bot says so.
        observations.NoteExcuse(participant.ChatId, TimeProvider.System.GetUtcNow());
        observations.NoteFault("one press as two queries");
        Remember(first.UpdateId, $"a press of «{label}»");
        Remember(second.UpdateId, "the same once more");
    }

    private void Remember(long? updateId, string what)
    {
        _actedSince = true;
        NoteStep(TimeProvider.System.GetUtcNow(), $"does {what}, update {updateId}");
        if (updateId is not { } id)
            return;
        lock (_recent)
        {
            _recent.Enqueue(id);
            if (_recent.Count > RecentLimit)
                _recent.Dequeue();
        }
    }

    private async Task<Heard> HearAsync(string after, IReadOnlyCollection<Speech> awaited, string words)
    {
        _doing = $"{after}, waiting for {string.Join(" or ", awaited)}";
        var began = observations.NoteWait();
        var wordsHeard = false;
        while (true)
        {
            var message = await participant.NextAsync(_ => true, TimeSpan.FromDays(1), crowd.GivingUp);
            if (BotSpeech.IsNotice(message))
            {
                NoteStep(message.Date, $"is told {message}");
                continue;
            }

            // A manager may answer at any time; whether it came, and how often, is counted in the end.
            if (AnswersAudit.IsAnswer(message))
                continue;
            var said = speech.Of(message);
            NoteStep(message.Date, $"hears {said} in {message}");
            var sameText = message.Text == _lastText && !_actedSince;
            (_lastText, _actedSince) = (message.Text, false);
            wordsHeard |= message.Text.Contains(words, StringComparison.Ordinal);
            // The equal one: it has the question as these forms have it.
            if (awaited.FirstOrDefault(one => one == said) is { } heard && wordsHeard)
            {
                NoteLoneLeadIn();
                // The question, repeated after a death, was taken for the reply to the files, which is still to come, before any other.
                _isFileReplyOwed = heard != Speech.FileAdded && awaited.Contains(Speech.FileAdded);
                (_lastSeen, _lastAwaited) = (heard, awaited);
                _heardInForm.Add(heard);
                _doing = "";
                observations.NoteReply(began);
                return new Heard(heard, message);
            }

            Judge(message, said, sameText);
        }
    }

    private void Judge(ChatMessage message, Speech said, bool sameText)
    {
        var what = $"client {number}, after {_doing}, last seen {_lastSeen}: {said} in {message}; before that:"
            + string.Concat(_steps.Select(step => $"\n        {step}"));
        if (said == Speech.Other)
        {
            NoteLoneLeadIn();
            if (sameText)
                _leadIn = new Repeat(participant.ChatId, message.Date, what);
        }
        else if (said == Speech.FileAdded && _isFileReplyOwed)
        {
            NoteLoneLeadIn();
            _isFileReplyOwed = false;
        }
        else if (said == _lastSeen || _lastAwaited.Contains(said) || said == Speech.Cancelled
            || (_lastSeen is null && (EndsForm(said) || said == Speech.Added || said == Speech.Corrected || Speech.Offers.Contains(said))))
        {
            _leadIn = null;
            observations.NoteRepeat(new Repeat(participant.ChatId, message.Date, what));
        }
        else
        {
            NoteLoneLeadIn();
            if (said.IsQuestion && _heardInForm.Contains(said))
                observations.NoteAskedAgain(what);
            else
                observations.NoteUnexpected(what);
        }
    }

    private static bool EndsForm(Speech said) =>
        said == Speech.Accepted || said == Speech.ConsentRefused || said == Speech.Erased;

    // What leads to a question with buttons of its own is one reply with it, and is counted by itself only if the bot died in between.
    private void NoteLoneLeadIn()
    {
        if (_leadIn is { } leadIn)
            observations.NoteRepeat(leadIn);
        _leadIn = null;
    }

    private void NoteStep(DateTimeOffset at, string what)
    {
        _steps.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{at:mm:ss.fff} {what.ReplaceLineEndings(" ")}"));
        if (_steps.Count > StepsTold)
            _steps.Dequeue();
    }
}
