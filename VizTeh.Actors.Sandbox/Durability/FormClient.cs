using System.Collections.Immutable;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// A person who fills one form after another, with slips, steps back, changes, cancellations, and words after the thank-you, and who
/// answers whatever is asked: while the bot takes up another form at each start, what comes next may be the next of any of them.
/// </summary>
internal sealed class FormClient
{
    private const string Back = "Назад";
    private const string Cancel = "Отменить";
    private const string Resume = "Вернуть";
    private const string Tick = "✓ ";
    public const string Agree = "Даю согласие";
    private const string Disagree = "Не согласен";

    // With one answer.
    private const int MostFiles = 10;

    // Of the chat: older answers of managers are not replied to.
    private const int RecentMessages = 60;

    private readonly int _number;
    private readonly ImmutableArray<ScriptedForm> _forms;
    private readonly Crowd _crowd;
    private readonly Observations _observations;
    private readonly Random _random;
    private readonly ClientChat _chat;
    private readonly bool _expectsConsent;
    private readonly List<TypedForm> _sent = [];

    private readonly ClientFiles _files;

    // Written and sent outside a form, and not given to a ticket yet.
    private readonly List<string> _kept = [];
    private readonly List<string> _keptFiles = [];

    /// <param name="forms">Those that the bot may go by.</param>
    /// <param name="expectsConsent">Whether the bot may ask for consent before a form.</param>
    public FormClient(
        int number, ChatParticipant participant, ImmutableArray<ScriptedForm> forms, int seed, bool pressesTwice, Crowd crowd,
        Observations observations, bool expectsConsent = false)
    {
        _expectsConsent = expectsConsent;
        (_number, _forms, _crowd, _observations) = (number, forms, crowd, observations);
        _random = new Random(unchecked((seed * 10_007) + number));
        _chat = new ClientChat(number, participant, _random, pressesTwice, new BotSpeech(forms), crowd, observations);
        _files = new ClientFiles(participant, _random);
    }

    public ChatParticipant Seat => _chat.Seat;

    /// <summary>The submitted forms, oldest first; the number of the last may not have come yet.</summary>
    public IReadOnlyList<TypedForm> Sent => _sent;

    /// <inheritdoc cref="ClientChat.WaitsFor"/>
    public string? WaitsFor => _chat.WaitsFor;

    /// <inheritdoc cref="ClientChat.RecentUpdates"/>
    public IReadOnlyList<long> RecentUpdates => _chat.RecentUpdates;

    public async Task RunAsync()
    {
        for (var form = 1; !_crowd.IsClosing; form++)
        {
            await FillAsync(new TypedForm(_number, form));
            await _crowd.ThinkAsync(_random);
        }
    }

    private async Task FillAsync(TypedForm form)
    {
        _observations.NoteBegun();
        _chat.BeginForm();
        var isChange = false;
        if (await BeginAsync(form) is not { } heard)
            return;
        while (heard.Speech != Speech.Accepted)
        {
            await _crowd.ThinkAsync(_random);
            var (before, fate) = (heard, _random.Next(100));
            var isReview = heard.Speech == Speech.Review;
            if (fate < (isReview ? 4 : 2))
            {
                if (await CancelAsync(form, heard) is not { } resumed)
                    return;
                heard = resumed;
                continue;
            }

            heard = isReview ? await DecideAsync(form, heard, fate) : await AnswerAsync(form, heard, isChange, fate);
            // Whoever changes an answer and asks for the same question once more still changes that answer.
            isChange = (isReview && fate is >= 8 and < 24) || (isChange && heard.Speech == before.Speech);
        }

        form.TicketId = TicketNumber.In(heard.Message.Text);
        GiveKept(form);
        if (!_sent.Contains(form))
            _sent.Add(form);
        _observations.NoteSent();
        if (_random.Next(10) >= 3)
            return;
        await _crowd.ThinkAsync(_random);
        await AddAsync(form, heard.Message);
        await AnswerManagerAsync(form);
    }

    /// <summary>The client replies to an answer of a manager about one of the own tickets.</summary>
    /// <param name="justAdded">Not about this one: two replies to a ticket within seconds are a burst, which is confirmed once.</param>
    private async Task AnswerManagerAsync(TypedForm justAdded)
    {
        (ChatMessage Answer, TypedForm Form)[] answers =
        [
            .. Seat.Messages.TakeLast(RecentMessages).Where(AnswersAudit.IsAnswer)
                .SelectMany(answer => _sent.Where(form => form != justAdded && form.TicketId == TicketNumber.In(answer.Text))
                    .Select(form => (answer, form))),
        ];
        if (answers.Length == 0 || _random.Next(2) == 0)
            return;
        await _crowd.ThinkAsync(_random);
        var (answer, form) = answers[_random.Next(answers.Length)];
        var words = form.NewWords();
        form.MayBeAdded.Add(words);
        await _chat.ReplyAsync(answer, words, [Speech.Added]);
        form.Added.Add(words);
        _observations.NoteReplyToAnswer();
    }

    /// <summary>The client begins a form, and agrees to what is asked before it, or does not.</summary>
    /// <returns>The first question; null when the client has not agreed.</returns>
    private async Task<Heard?> BeginAsync(TypedForm form)
    {
        ImmutableArray<Speech> awaited = AnyOf(form, one => one.Questions[0]);
        if (_expectsConsent)
            awaited = awaited.Add(Speech.Consent);
        var heard = await _chat.SayAsync(FormScript.Begin, awaited);
        // After a restart the bot may have another text, which it then asks about anew.
        while (heard.Speech == Speech.Consent)
        {
            await _crowd.ThinkAsync(_random);
            if (_random.Next(10) == 0)
            {
                await _chat.PressAsync(heard.Message, Disagree, [Speech.ConsentRefused]);
                // A refusal drops what was kept for the form.
                _kept.Clear();
                _keptFiles.Clear();
                _observations.NoteCancelled();
                return null;
            }

            heard = await _chat.PressAsync(heard.Message, Agree, awaited);
        }

        return heard;
    }

    /// <summary>The client writes to a ticket: by a reply to the thank-you, or by choosing the ticket that the bot asks for.</summary>
    private async Task AddAsync(TypedForm form, ChatMessage thanks)
    {
        if (_random.Next(2) == 0)
        {
            await ReplyAsync(form, thanks);
            return;
        }

        var words = form.NewWords();
        _kept.Add(words);
        var offer = await (_random.Next(3) == 0 ? SendAlbumAsync(words) : _chat.SayAsync(words, Speech.Offers));
        await _crowd.ThinkAsync(_random);
        // What is not chosen goes on waiting: for the next choice, or for the ticket of the next form.
        if (ChoiceIn(offer) is not var (label, chosen))
        {
            await ReplyAsync(form, thanks);
            return;
        }

        chosen.MayBeAdded.UnionWith(_kept);
        await _chat.PressAsync(offer.Message, label, [Speech.Added]);
        GiveKept(chosen);
    }

    private Task<Heard> SendAlbumAsync(string caption)
    {
        var album = _files.SendPictures(2, caption);
        _keptFiles.AddRange(ClientFiles.IdsOf(album));
        return _chat.SendFilesAsync(album, Speech.Offers);
    }

    private void GiveKept(TypedForm form)
    {
        form.Added.AddRange(_kept);
        form.AddedFiles.AddRange(_keptFiles);
        _kept.Clear();
        _keptFiles.Clear();
    }

    private async Task ReplyAsync(TypedForm form, ChatMessage thanks)
    {
        var words = form.NewWords();
        form.MayBeAdded.Add(words);
        if (_random.Next(3) == 0)
        {
            var photo = _files.SendPictures(1, words, thanks);
            await _chat.SendFilesAsync(photo, [Speech.Added]);
            form.AddedFiles.AddRange(ClientFiles.IdsOf(photo));
        }
        else
        {
            await _chat.ReplyAsync(thanks, words, [Speech.Added]);
        }

        form.Added.Add(words);
        // Of several edits in a short time the bot confirms the first.
        if (_random.Next(3) != 0 || form.IsCorrected
            || Seat.Messages.LastOrDefault(message => !message.FromBot && message.Text == words) is not { } sent
            || sent.FileId is not null)
        {
            return;
        }

        await _crowd.ThinkAsync(_random);
        var corrected = form.NewWords();
        form.IsCorrected = true;
        form.MayBeAdded.Add(corrected);
        await _chat.EditAsync(sent, corrected, [Speech.Corrected]);
        form.Added.Add(corrected);
        _observations.NoteCorrection();
    }

    // A closed ticket is left to the managers.
    private (string Label, TypedForm Chosen)? ChoiceIn(Heard offer)
    {
        string[] labels = [.. offer.Message.InlineButtons.SelectMany(row => row).Select(button => button.Label)];
        var choices = offer.Speech == Speech.OfferOne
            ? labels.Take(1).Select(label => (Label: label, Ticket: TicketNumber.In(offer.Message.Text)))
            : labels.Where(label => offer.Speech == Speech.OfferMany && label.StartsWith('№'))
                .Select(label => (Label: label, Ticket: TicketNumber.In(label)));
        (string Label, TypedForm Chosen)[] known =
        [
            .. choices.SelectMany(choice => _sent.Where(form => form.TicketId == choice.Ticket).Select(form => (choice.Label, form))),
        ];
        return known.Length == 0 ? null : known[_random.Next(known.Length)];
    }

    /// <returns>What is asked when the client has taken the form up again; null when it stays cancelled.</returns>
    private async Task<Heard?> CancelAsync(TypedForm form, Heard heard)
    {
        await _chat.SayAsync(_random.Next(2) == 0 ? Cancel : "/cancel", [Speech.Cancelled]);
        if (_random.Next(10) < 4)
        {
            await _crowd.ThinkAsync(_random);
            return await _chat.SayAsync(Resume, AnyOf(form, _ => heard.Speech.Question));
        }

        _observations.NoteCancelled();
        return null;
    }

    /// <summary>What the client does at the review.</summary>
    private async Task<Heard> DecideAsync(TypedForm form, Heard review, int fate)
    {
        if (fate < 8)
            return await _chat.SayAsync(Back, AnyOf(form, one => one.Before(null, form)));
        if (fate < 24)
        {
            var choice = await _chat.PressAsync(
                review.Message, "Изменить", [Speech.WhatToChange, .. AnyOf(form, _ => null).Remove(Speech.Review)]);
            return choice.Speech == Speech.WhatToChange ? await ChangeAsync(form, choice.Message) : choice;
        }

        // From here on there has to be a ticket, whether its number comes or not, unless the form has got a question since.
        form.NoteSent();
        form.MayBeAdded.UnionWith(_kept);
        _sent.Add(form);
        ImmutableArray<Speech> awaited = [Speech.Accepted, .. AnyOf(form, _ => null).Remove(Speech.Review)];
        var heard = fate < 70
            ? await _chat.PressAsync(review.Message, FormScript.Send, awaited)
            : await _chat.SayAsync("отправить", awaited);
        if (heard.Speech != Speech.Accepted)
            _sent.Remove(form);
        return heard;
    }

    private async Task<Heard> ChangeAsync(TypedForm form, ChatMessage choice)
    {
        await _crowd.ThinkAsync(_random);
        var labels = _forms.SelectMany(one => one.Questions).Select(question => question.Label).Distinct()
            .Where(label => choice.Button(label) is not null).ToArray();
        var label = labels.Length > 0 ? labels[_random.Next(labels.Length)] : _forms[0].Questions[0].Label;
        // The form that is in force when the press arrives may name the question otherwise.
        var ids = _forms.SelectMany(one => one.Questions).Where(question => question.Label == label).Select(question => question.Id)
            .ToHashSet();
        return await _chat.PressAsync(
            choice, label,
            [
                .. AnyOf(form, one => one.Questions.FirstOrDefault(question => ids.Contains(question.Id)))
                    .Union(AnyOf(form, _ => null).Remove(Speech.Review)),
            ]);
    }

    /// <summary>What the client does at a question.</summary>
    /// <param name="isChange">Whether the client came from the review.</param>
    private async Task<Heard> AnswerAsync(TypedForm form, Heard heard, bool isChange, int fate)
    {
        var question = heard.Speech.Question!;
        switch (fate)
        {
            case < 14:
                return await SlipAsync(heard.Speech);
            // Not the question that is open: its repeat would be taken for the answer. The first question is the same in all forms.
            case < 20 when _forms.Length > 1 && question.Id != _forms[0].Questions[0].Id:
                return await _chat.SayAsync(Back, [.. AnyOf(form, one => one.Before(question.Id, form))
                    .Union([.. AnyOf(form, one => one.Before(null, form)), .. AnyOf(form, _ => null)]).Except([heard.Speech])]);
            case < 20 when isChange:
                return await _chat.SayAsync(Back, AnyOf(form, _ => null));
            case < 20 when _forms[0].Before(question.Id, form) is { } previous:
                return await _chat.SayAsync(Back, AnyOf(form, _ => previous));
            case < 50 when Offers(heard, FormScript.KeepAnswer):
                form.Keep(question);
                return await _chat.PressAsync(heard.Message, FormScript.KeepAnswer, AnyOf(form, one => one.After(question.Id, form)));
            case < 60 when Offers(heard, FormScript.Skip):
                form.Skip(question);
                return await _chat.PressAsync(heard.Message, FormScript.Skip, AnyOf(form, one => one.After(question.Id, form)));
            case < 70 when question.TakesFiles && _forms.Length == 1 && form.Files.Count <= MostFiles - ClientFiles.Most:
                var files = _files.SendSome();
                // After a death the question is repeated instead.
                await _chat.SendFilesAsync(files, [Speech.FileAdded, heard.Speech]);
                form.Files.AddRange(ClientFiles.IdsOf(files));
                await _crowd.ThinkAsync(_random);
                goto default;
            default:
                var choices = ChoicesOn(heard);
                // The typed answer takes the place of what is ticked.
                if (question.Kind == ScriptedKind.Choices && _random.Next(3) == 0)
                    _chat.PressUnanswered(heard.Message, choices[_random.Next(choices.Length)]);
                var answer = form.Answer(question, [.. choices.Select(Unticked)], _random);
                var next = AnyOf(form, one => one.After(question.Id, form));
                return question.Kind == ScriptedKind.Choice && _random.Next(10) < 7
                    ? await _chat.PressAsync(heard.Message, answer, next)
                    : await _chat.SayAsync(answer, next);
        }
    }

    /// <summary>
    /// Something that the question does not want, after which it is asked again: with words of its own, so that the repeat of a question
    /// is not taken for it.
    /// </summary>
    private Task<Heard> SlipAsync(Speech asked) => _random.Next(4) switch
    {
        0 => _chat.SayAsync("/help", [asked], "Как оставить заявку"),
        1 => _chat.SayAsync("О компании", [asked], BotSpeech.AboutCompany),
        2 when asked.Question!.NoAnswer is { } no => _chat.SayAsync(no.Typed, [asked], no.Reply),
        2 => _chat.SayAsync("/start", [asked], "незаконченная"),
        _ => _chat.DoAsync("a sticker", () => Seat.SendSticker(), [asked], "Стикер"),
    };

    /// <summary>What the bot may ask, whichever of the forms it goes by; a review only if that form has no question left.</summary>
    /// <param name="next">What it asks by one form; null for the review.</param>
    private ImmutableArray<Speech> AnyOf(TypedForm form, Func<ScriptedForm, ScriptedQuestion?> next)
    {
        HashSet<Speech> led = [.. _forms.Select(one => Speech.Of(next(one)))];
        if (led.Contains(Speech.Review))
            led.UnionWith(_forms.Select(one => Speech.Of(one.FirstMissing(form))));
        // An earlier attempt to send it may have reached the bot only when it had the other form again.
        if (form.Sent.Length > 0)
            led.Add(Speech.Accepted);
        return [.. led];
    }

    // The question on the screen has its own choices, whatever the forms have; lost ones stand after the others.
    private ImmutableArray<string> ChoicesOn(Heard heard) =>
        heard.Speech.Question is { Kind: ScriptedKind.Choice or ScriptedKind.Choices } asked
        ? [
            .. heard.Message.InlineButtons.SelectMany(row => row).Select(button => button.Label)
                .Where(label => _forms.Any(one => one.Find(asked.Id)?.Answers.Contains(Unticked(label)) is true)),
        ]
        : [];

    private static string Unticked(string label) => label.StartsWith(Tick, StringComparison.Ordinal) ? label[Tick.Length..] : label;

    // A question that a contact answers has its buttons in the menu.
    private bool Offers(Heard heard, string label) =>
        heard.Message.Button(label) is not null
        || (heard.Speech.Question?.Kind == ScriptedKind.Phone && Seat.Menu?.Labels.Contains(label) is true);
}
