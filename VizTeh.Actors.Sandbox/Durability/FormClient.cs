using System.Diagnostics;
using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// A person who fills one form after another, with mistakes, steps back, changes and cancellations. The person does one thing at a time and
/// waits for the message that it leads to, never writes again to help the bot, and ignores a message that was read before.
/// </summary>
internal sealed class FormClient(
    int number, ChatParticipant participant, int seed, bool pressesTwice, Crowd crowd, Observations observations)
{
    private const int RecentLimit = 4;
    private const int StepsTold = 14;

    private readonly Random _random = new(unchecked((seed * 10_007) + number));
    private readonly List<TypedForm> _sent = [];
    private readonly Queue<long> _recent = new();
    private readonly Queue<string> _steps = new();
    private Speech? _lastSeen;
    private string _lastText = "";
    private bool _actedSince = true;
    private string _doing = "";
    private Repeat? _leadIn;

    public ChatParticipant Seat => participant;

    /// <summary>The submitted forms, oldest first; the number of the last may not have come yet.</summary>
    public IReadOnlyList<TypedForm> Sent => _sent;

    /// <summary>The awaited message and the end of the chat; null while nothing is awaited.</summary>
    public string? WaitsFor => _doing.Length == 0
        ? null
        : $"client {number} after {_doing}: \n    {string.Join("\n    ", participant.Messages.TakeLast(6))}";

    /// <summary>The newest updates that this client caused.</summary>
    public IReadOnlyList<long> RecentUpdates
    {
        get
        {
            lock (_recent)
                return [.. _recent];
        }
    }

    public async Task RunAsync()
    {
        for (var form = 1; !crowd.IsClosing; form++)
        {
            await FillAsync(new TypedForm(number, form));
            await crowd.ThinkAsync(_random);
        }
    }

    private async Task FillAsync(TypedForm form)
    {
        observations.NoteBegun();
        _lastSeen = null;
        var asked = Speech.Questions[0];
        var at = await SayAsync(FormScript.Begin, asked);
        var forReview = false;
        while (true)
        {
            await crowd.ThinkAsync(_random);
            if (asked == Speech.Review)
            {
                var fate = _random.Next(100);
                if (fate < 4)
                {
                    await PressAsync(at, "Отменить", Speech.Cancelled);
                    observations.NoteCancelled();
                    return;
                }

                if (fate < 24)
                {
                    var field = Speech.Questions[_random.Next(Speech.Questions.Length)];
                    var choice = await PressAsync(at, "Изменить", Speech.WhatToChange);
                    await crowd.ThinkAsync(_random);
                    at = await PressAsync(choice, field.Question.Label, field);
                    (asked, forReview) = (field, true);
                    continue;
                }

                // From here on a ticket has to exist, whether or not its number arrives.
                observations.NoteSent();
                _sent.Add(form);
                var accepted = fate < 70 ? await PressAsync(at, FormScript.Send, Speech.Accepted)
                    : await SayAsync("отправить", Speech.Accepted);
                form.TicketId = TicketNumber.In(accepted.Text);
                return;
            }

            switch (_random.Next(100))
            {
                case < 12:
                    at = await SlipAsync(asked);
                    break;
                case < 16 when !asked.IsFirst && !forReview:
                    at = await SayAsync("Назад", asked.Previous);
                    asked = asked.Previous;
                    break;
                case < 18:
                    await SayAsync(_random.Next(2) == 0 ? "Отменить" : "/cancel", Speech.Cancelled);
                    observations.NoteCancelled();
                    return;
                default:
                    var next = forReview ? Speech.Review : asked.Next;
                    var answer = form.Answer(asked, _random);
                    at = asked.Question.Kind == ScriptedKind.Choice && _random.Next(10) < 7
                        ? await PressAsync(at, answer, next)
                        : await SayAsync(answer, next);
                    (asked, forReview) = (next, false);
                    break;
            }
        }
    }

    /// <summary>
    /// Sends an answer that the question refuses, after which it is asked again with a remark, so that a mere repeat of the question is not
    /// taken for the refusal.
    /// </summary>
    private Task<ChatMessage> SlipAsync(Speech asked) => _random.Next(5) switch
    {
        0 => DoAsync("a sticker", participant.SendSticker, asked, "Стикер"),
        1 => SayAsync("/help", asked, "Как оставить заявку"),
        2 => SayAsync("О компании", asked, BotSpeech.AboutCompany),
        3 when asked.Question.NoAnswer is { } no => SayAsync(no.Typed, asked, no.Reply),
        3 => SayAsync("/start", asked, "незаконченная"),
        _ => DoAsync("a voice message", participant.SendVoice, asked, "Голосовое"),
    };

    private Task<ChatMessage> SayAsync(string text, Speech awaited, string words = "") =>
        DoAsync($"«{text}»", () => participant.SendText(text), awaited, words);

    private Task<ChatMessage> DoAsync(string what, Func<ChatMessage> send, Speech awaited, string words)
    {
        Remember(send().UpdateId, what);
        return HearAsync(what, awaited, words);
    }

    private Task<ChatMessage> PressAsync(ChatMessage message, string label, Speech awaited)
    {
        if (pressesTwice && _random.Next(6) == 0)
        {
            // The second query finds the form in the state after the first one, and the bot says so.
            observations.NoteExcuse(participant.ChatId, TimeProvider.System.GetUtcNow());
            observations.NoteFault("one press as two queries");
            var (first, second) = participant.PressTwice(message, label);
            Remember(first.UpdateId, $"a press of «{label}»");
            Remember(second.UpdateId, "the same once more");
        }
        else
        {
            Remember(participant.Press(message, label).UpdateId, $"a press of «{label}»");
        }

        return HearAsync($"a press of «{label}»", awaited);
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

    /// <param name="words">Words of the same message, or of one before it.</param>
    private async Task<ChatMessage> HearAsync(string after, Speech awaited, string words = "")
    {
        _doing = $"{after}, waiting for {awaited}";
        var started = Stopwatch.GetTimestamp();
        var wordsHeard = false;
        while (true)
        {
            var message = await participant.NextAsync(_ => true, TimeSpan.FromDays(1), crowd.GivingUp);
            var speech = BotSpeech.Of(message);
            NoteStep(message.Date, $"hears {speech} in {message}");
            var sameText = message.Text == _lastText && !_actedSince;
            (_lastText, _actedSince) = (message.Text, false);
            wordsHeard |= message.Text.Contains(words, StringComparison.Ordinal);
            if (speech == awaited && wordsHeard)
            {
                NoteLoneLeadIn();
                _lastSeen = speech;
                _doing = "";
                observations.NoteWait(Stopwatch.GetElapsedTime(started));
                return message;
            }

            Judge(message, speech, sameText, after, awaited);
        }
    }

    private void Judge(ChatMessage message, Speech speech, bool sameText, string after, Speech awaited)
    {
        var what = $"client {number}, after {after}, waiting for {awaited}, last seen {_lastSeen}: {speech} in {message}; before that:"
            + string.Concat(_steps.Select(step => $"\n        {step}"));
        if (speech == Speech.Other)
        {
            NoteLoneLeadIn();
            if (sameText)
                _leadIn = new Repeat(participant.ChatId, message.Date, what);
        }
        else if (speech == _lastSeen || (_lastSeen is null && speech == Speech.Accepted) || speech == Speech.Cancelled)
        {
            _leadIn = null;
            observations.NoteRepeat(new Repeat(participant.ChatId, message.Date, what));
        }
        else
        {
            NoteLoneLeadIn();
            if (speech.IsQuestion && speech.Place < _lastSeen?.Place)
                observations.NoteAskedAgain(what);
            else
                observations.NoteUnexpected(what);
        }
    }

    // The line before a question with inline buttons and the question are one reply; the line is counted alone only if the bot died in
    // between.
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
