using System.Globalization;
using System.Text.Json;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Outbox;

/// <summary>A message that is owed to a chat: each kind with the data of its row. Delivery knows how a kind is sent.</summary>
public abstract record OwedMessage
{
    private OwedMessage()
    {
    }

    /// <summary>The group of people that the message is for.</summary>
    public abstract Recipient Recipient { get; }

    /// <summary>How long after it was owed the message may still be sent; null for no limit.</summary>
    public virtual TimeSpan? ValidFor => null;

    /// <summary>How long the message waits before it is sent; null for not at all. It holds up nothing meanwhile.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>The message's name in the log, without any of its text.</summary>
    public abstract string Name { get; }

    public sealed override string ToString() => Name;

    internal abstract OwedColumns ToColumns();

    /// <summary>The card of a ticket, drawn from the ticket's row when it is sent.</summary>
    /// <param name="TopicId">The forum topic to send the card to; null for General and outside of forums.</param>
    public sealed record Card(long TicketId, int? TopicId = null) : OwedMessage
    {
        internal const string Kind = "card";

        public override Recipient Recipient => Recipient.Managers;

        public override string Name => CardOf(TicketId);

        internal override OwedColumns ToColumns() => new(Kind, TicketId, TopicId: TopicId);
    }

    /// <summary>An edit that draws a sent card anew in its message.</summary>
    /// <param name="MessageId">
    /// Null, in the table, for the newest card of the chat, which was on its way when the edit was owed; whoever claims the row finds it.
    /// </param>
    public sealed record CardEdit(long TicketId, long? MessageId) : OwedMessage
    {
        internal const string Kind = "card_edit";

        public override Recipient Recipient => Recipient.Managers;

        public override string Name => CardOf(TicketId);

        internal override OwedColumns ToColumns() => new(Kind, TicketId, MessageId);
    }

    /// <summary>What was said about a ticket, shown under the ticket's card. The words are read from their row when it is sent.</summary>
    /// <param name="TicketMessageId">The row of table <c>ticket_messages</c>.</param>
    /// <param name="Step">Whole, or content when the line above the words was sent.</param>
    public sealed record TicketMessage(long TicketId, long TicketMessageId, AnswerStep Step = AnswerStep.Whole) : OwedMessage
    {
        internal const string Kind = "ticket_message";

        public override Recipient Recipient => Recipient.Managers;

        public override string Name => string.Create(CultureInfo.InvariantCulture, $"message {TicketMessageId} to ticket {TicketId}");

        internal override OwedColumns ToColumns() => new(Kind, TicketId, Payload: Step.ToPayload(), TicketMessageId: TicketMessageId);
    }

    /// <summary>
    /// An edit of the message that shows the managers what a client said about a ticket, after the client has edited the words.
    /// </summary>
    /// <param name="TicketMessageId">The row of table <c>ticket_messages</c> with new words.</param>
    public sealed record AdditionEdit(long TicketId, long TicketMessageId, long MessageId) : OwedMessage
    {
        internal const string Kind = "addition_edit";

        public override Recipient Recipient => Recipient.Managers;

        public override string Name => string.Create(
            CultureInfo.InvariantCulture, $"correction {TicketMessageId} of a message to ticket {TicketId}");

        internal override OwedColumns ToColumns() => new(Kind, TicketId, MessageId, TicketMessageId: TicketMessageId);
    }

    /// <summary>
    /// The files of a ticket, or of a message to it, shown under the ticket's card, group after group. They are read from their row when
    /// they are sent.
    /// </summary>
    /// <param name="TicketMessageId">The row of table <c>ticket_messages</c>; null for the files of the form.</param>
    /// <param name="Left">Null for all of them.</param>
    public sealed record TicketFiles(long TicketId, long? TicketMessageId = null, FilesLeft? Left = null) : OwedMessage
    {
        internal const string Kind = "ticket_files";

        public override Recipient Recipient => Recipient.Managers;

        public override string Name => TicketMessageId is { } id
            ? string.Create(CultureInfo.InvariantCulture, $"files of message {id} to ticket {TicketId}")
            : string.Create(CultureInfo.InvariantCulture, $"files of ticket {TicketId}");

        internal override OwedColumns ToColumns() =>
            new(Kind, TicketId, Payload: Left?.Write(), TicketMessageId: TicketMessageId);
    }

    /// <summary>The deletion of a message about a ticket whose client's data was erased.</summary>
    /// <param name="HasFile">Whether the message is a file, as opposed to a text.</param>
    public sealed record PostErasure(long TicketId, long MessageId, bool HasFile = false) : OwedMessage
    {
        internal const string Kind = "post_erasure";

        public override Recipient Recipient => Recipient.Managers;

        public override string Name => string.Create(CultureInfo.InvariantCulture, $"deletion of a message about ticket {TicketId}");

        internal override OwedColumns ToColumns() =>
            new(Kind, TicketId, MessageId, Payload: HasFile ? new ErasurePayload(HasFile: true).Write() : null);
    }

    /// <summary>The request to the managers to delete files of a ticket whose client's data was erased.</summary>
    public sealed record OldFiles(long TicketId, IReadOnlyList<long> MessageIds) : OwedMessage
    {
        internal const string Kind = "old_files";

        public override Recipient Recipient => Recipient.Managers;

        public override string Name => string.Create(CultureInfo.InvariantCulture, $"request to delete files of ticket {TicketId}");

        internal override OwedColumns ToColumns() => new(Kind, TicketId, Payload: new ErasurePayload(MessageIds).Write());

        public bool Equals(OldFiles? other) =>
            other is not null && TicketId == other.TicketId && MessageIds.SequenceEqual(other.MessageIds);

        public override int GetHashCode() => HashCode.Combine(TicketId, MessageIds.Count);
    }

    /// <summary>The request to the managers to delete by hand what a chat still shows of a ticket whose client's data was erased.</summary>
    /// <param name="ChatId">The chat that shows it; the request may be owed to another one.</param>
    public sealed record ErasureLeft(long TicketId, long ChatId) : OwedMessage
    {
        public override Recipient Recipient => Recipient.Managers;

        public override string Name => string.Create(CultureInfo.InvariantCulture, $"request to delete what is shown of ticket {TicketId}");

        internal override OwedColumns ToColumns() => new(OldFiles.Kind, TicketId, Payload: new ErasurePayload(ChatId: ChatId).Write());
    }

    /// <summary>An edit of what another managers' chat than the manager's own is shown of an answer.</summary>
    /// <param name="TicketMessageId">The row of table <c>ticket_messages</c>.</param>
    public sealed record PostEdit(long TicketId, long TicketMessageId, long MessageId) : OwedMessage
    {
        internal const string Kind = "post_edit";

        public override Recipient Recipient => Recipient.Managers;

        public override string Name => string.Create(
            CultureInfo.InvariantCulture, $"edit of message {TicketMessageId} to ticket {TicketId}");

        internal override OwedColumns ToColumns() => new(Kind, TicketId, MessageId, TicketMessageId: TicketMessageId);
    }

    /// <summary>A manager's answer, for the ticket's client. It is read from its row when it is sent.</summary>
    /// <param name="TicketMessageId">The row of table <c>ticket_messages</c>.</param>
    public sealed record Answer(long TicketId, long TicketMessageId, AnswerStep Step = AnswerStep.Whole) : OwedMessage
    {
        internal const string Kind = "answer";

        public override Recipient Recipient => Recipient.Client;

        public override string Name => AnswerOf(TicketMessageId, TicketId);

        internal override OwedColumns ToColumns() => new(
            Kind, TicketId, Recipient: Recipient.ToColumn(), Payload: Step.ToPayload(), TicketMessageId: TicketMessageId);
    }

    /// <summary>An edit of the client's copy of an answer, after the manager changed the words.</summary>
    public sealed record AnswerEdit(long TicketId, long TicketMessageId, long MessageId) : OwedMessage
    {
        internal const string Kind = "answer_edit";

        public override Recipient Recipient => Recipient.Client;

        public override string Name => "edit of the " + AnswerOf(TicketMessageId, TicketId);

        internal override OwedColumns ToColumns() =>
            new(Kind, TicketId, MessageId, Recipient: Recipient.ToColumn(), TicketMessageId: TicketMessageId);
    }

    /// <summary>
    /// Asks a manager for the answer to a ticket's client, or tells the ticket's history: a reply to it is an answer to the client.
    /// </summary>
    public sealed record AnswerPrompt(long TicketId, Message Message) : OwedMessage
    {
        internal const string Kind = "answer_prompt";

        /// <summary>
        /// The message of the chat that it replies to, and so the topic of a forum that it comes to; null for the ticket's card.
        /// </summary>
        public long? ReplyTo { get; init; }

        public override Recipient Recipient => Recipient.Managers;

        public override TimeSpan? ValidFor => TimeSpan.FromDays(1);

        public override string Name => string.Create(CultureInfo.InvariantCulture, $"prompt for an answer to ticket {TicketId}");

        internal override OwedColumns ToColumns() => new(Kind, TicketId, Payload: MessageJson.Write(Message), ReplyTo: ReplyTo);
    }

    /// <summary>Tells a manager, as a reply to the answer, what of it did not reach the client.</summary>
    public sealed record AnswerReport(
        long TicketId, long TicketMessageId, ReportSubject Subject = ReportSubject.Delivery) : OwedMessage
    {
        internal const string Kind = "answer_report";

        public override Recipient Recipient => Recipient.Managers;

        public override string Name => "report on the " + AnswerOf(TicketMessageId, TicketId);

        internal override OwedColumns ToColumns() =>
            new(Kind, TicketId, Payload: Subject.ToPayload(), TicketMessageId: TicketMessageId);
    }

    /// <summary>A reaction to a manager's message, in place of a sentence.</summary>
    public sealed record Reaction(long TicketId, long MessageId, string Emoji) : OwedMessage
    {
        internal const string Kind = "reaction";

        public override Recipient Recipient => Recipient.Managers;

        public override string Name => "reaction";

        internal override OwedColumns ToColumns() => new(Kind, TicketId, MessageId, Payload: AnswerSteps.Quoted(Emoji));
    }

    /// <summary>
    /// Reminds the managers of a ticket, once. It is sent only while the ticket still waits for it, and decided again when it could not be
    /// sent in time.
    /// </summary>
    /// <param name="HistoryId">The row of table <c>ticket_history</c> that asked for it.</param>
    /// <param name="ById">The manager who asked for it, who is mentioned when the ticket has no owner; zero for nobody.</param>
    /// <param name="ByName">That manager's name in Telegram: untrusted.</param>
    public sealed record Reminder(long TicketId, long HistoryId, long ById, string? ByName) : OwedMessage
    {
        internal const string Kind = "reminder";

        public override Recipient Recipient => Recipient.Managers;

        /// <summary>How long it may be sent as it was decided.</summary>
        public TimeSpan Within { get; init; } = TimeSpan.FromHours(1);

        public override TimeSpan? ValidFor => Within;

        public override string Name => string.Create(CultureInfo.InvariantCulture, $"reminder of ticket {TicketId}");

        internal override OwedColumns ToColumns() =>
            new(Kind, TicketId, Payload: new ReminderPayload(ById, ByName).Write(), HistoryId: HistoryId);
    }

    /// <summary>
    /// Reminds the managers of a ticket whose client waits. It is drawn when it is sent, and only while the client still waits; one that
    /// could not be sent in time is decided again.
    /// </summary>
    /// <param name="WaitId">The wait, in table <c>ticket_waits</c>.</param>
    /// <param name="Round">How many reminders of the wait were sent before.</param>
    /// <param name="Since">Since when the client waits.</param>
    /// <param name="StartedAt">From when the steps of the wait are counted.</param>
    public sealed record WaitReminder(long TicketId, long WaitId, int Round, DateTimeOffset Since, DateTimeOffset StartedAt) : OwedMessage
    {
        internal const string Kind = "wait_reminder";

        public override Recipient Recipient => Recipient.Managers;

        /// <summary>How long it may be sent as it was decided.</summary>
        public TimeSpan Within { get; init; } = TimeSpan.FromHours(1);

        public override TimeSpan? ValidFor => Within;

        public override string Name => string.Create(CultureInfo.InvariantCulture, $"reminder that the client of ticket {TicketId} waits");

        internal override OwedColumns ToColumns() =>
            new(Kind, TicketId, Payload: new WaitReminderPayload(WaitId, Round, Since, StartedAt).Write());
    }

    /// <summary>A message to be sent once, with a text that is fixed when it is owed.</summary>
    public sealed record Notice(Recipient Recipient, Message Message) : OwedMessage
    {
        internal const string Kind = "notice";

        public override Recipient Recipient { get; } = Recipient;

        /// <summary>How long it is worth sending.</summary>
        public TimeSpan Within { get; init; } = TimeSpan.FromDays(1);

        public override TimeSpan? ValidFor => Within;

        /// <summary>
        /// The row of table <c>ticket_history</c> that the notice tells of: not sent once its ticket has changed again. Null for none.
        /// </summary>
        public long? HistoryId { get; init; }

        /// <summary>
        /// Whether it tells a client of a form that was cancelled because it was not touched: sent within the hours in which clients may be
        /// written to, and not after the client has come back.
        /// </summary>
        public bool IsOfLeftForm { get; init; }

        /// <summary>
        /// The unfinished form that it reminds a client of: sent within the hours in which clients may be written to, and only while the
        /// form is as it was when the reminder was decided. Null for any other notice.
        /// </summary>
        public RemindedForm? RemindsOf { get; init; }

        /// <summary>The message of the chat that it replies to, and so the topic of a forum that it comes to; null for none.</summary>
        public long? ReplyTo { get; init; }

        public override string Name => "notice";

        internal override OwedColumns ToColumns() =>
            new(
            Kind, Recipient: Recipient.ToColumn(), Payload: MessageJson.Write(Message, IsOfLeftForm, RemindsOf), HistoryId: HistoryId,
            ReplyTo: ReplyTo);
    }

    /// <summary>A row of another version of the program that this version cannot read.</summary>
    /// <param name="Kind">The kind that the row names.</param>
    /// <param name="Why">The reason, without any of the message's text.</param>
    public sealed record Unreadable(string Kind, Recipient For, string Why) : OwedMessage
    {
        /// <summary>Begins each reason, and so the row's error: by it a start finds these rows again.</summary>
        internal const string Reason = "this version of the program cannot";

        public override Recipient Recipient => For;

        public override string Name => $"message of the kind {Kind}";

        internal override OwedColumns ToColumns() => throw new InvalidOperationException("a message that cannot be read cannot be owed");
    }

    internal static OwedMessage Of(OwedColumns row)
    {
        var recipient = Recipients.FromColumn(row.Recipient);
        try
        {
            return row switch
            {
                { Kind: Card.Kind, TicketId: { } ticketId } => new Card(ticketId, row.TopicId),
                { Kind: CardEdit.Kind, TicketId: { } ticketId } => new CardEdit(ticketId, row.MessageId),
                { Kind: TicketMessage.Kind, TicketId: { } ticketId, TicketMessageId: { } ticketMessageId } =>
                    new TicketMessage(ticketId, ticketMessageId, AnswerSteps.FromPayload(row.Payload)),
                { Kind: AdditionEdit.Kind, TicketId: { } ticketId, TicketMessageId: { } ticketMessageId, MessageId: { } messageId } =>
                    new AdditionEdit(ticketId, ticketMessageId, messageId),
                { Kind: PostEdit.Kind, TicketId: { } ticketId, TicketMessageId: { } ticketMessageId, MessageId: { } messageId } =>
                    new PostEdit(ticketId, ticketMessageId, messageId),
                { Kind: TicketFiles.Kind, TicketId: { } ticketId } => new TicketFiles(
                    ticketId, row.TicketMessageId, row.Payload is { } left ? FilesLeft.Read(left) : null),
                { Kind: PostErasure.Kind, TicketId: { } ticketId, MessageId: { } messageId } =>
                    new PostErasure(ticketId, messageId, ErasurePayload.Read(row.Payload).HasFile),
                { Kind: OldFiles.Kind, TicketId: { } ticketId, Payload: { } payload } => ErasurePayload.Read(payload) switch
                {
                    { ChatId: { } chatId } => new ErasureLeft(ticketId, chatId),
                    var files => new OldFiles(ticketId, files.MessageIds ?? []),
                },
                { Kind: Answer.Kind, TicketId: { } ticketId, TicketMessageId: { } ticketMessageId } =>
                    new Answer(ticketId, ticketMessageId, AnswerSteps.FromPayload(row.Payload)),
                { Kind: AnswerEdit.Kind, TicketId: { } ticketId, TicketMessageId: { } ticketMessageId, MessageId: { } messageId } =>
                    new AnswerEdit(ticketId, ticketMessageId, messageId),
                { Kind: AnswerPrompt.Kind, TicketId: { } ticketId, Payload: { } payload } =>
                    new AnswerPrompt(ticketId, MessageJson.Read(payload)) { ReplyTo = row.ReplyTo },
                { Kind: AnswerReport.Kind, TicketId: { } ticketId, TicketMessageId: { } ticketMessageId } =>
                    new AnswerReport(ticketId, ticketMessageId, ReportSubjects.FromPayload(row.Payload)),
                { Kind: Reaction.Kind, TicketId: { } ticketId, MessageId: { } messageId, Payload: { } emoji } =>
                    new Reaction(ticketId, messageId, AnswerSteps.Unquoted(emoji)),
                { Kind: Reminder.Kind, TicketId: { } ticketId, HistoryId: { } historyId, Payload: { } payload } =>
                    ReminderPayload.Read(payload).Of(ticketId, historyId),
                { Kind: WaitReminder.Kind, TicketId: { } ticketId, Payload: { } payload } =>
                    WaitReminderPayload.Read(payload).Of(ticketId),
                { Kind: Notice.Kind, Payload: { } payload } => new Notice(recipient, MessageJson.Read(payload))
                {
                    HistoryId = row.HistoryId,
                    IsOfLeftForm = MessageJson.IsOfLeftForm(payload),
                    RemindsOf = MessageJson.RemindsOf(payload),
                    ReplyTo = row.ReplyTo,
                },
                _ => new Unreadable(row.Kind, recipient, $"{Unreadable.Reason} send the kind {row.Kind}"),
            };
        }
        catch (JsonException error)
        {
            return new Unreadable(row.Kind, recipient, $"{Unreadable.Reason} read its payload at {error.Path}");
        }
    }

    private static string AnswerOf(long ticketMessageId, long ticketId) =>
        string.Create(CultureInfo.InvariantCulture, $"answer {ticketMessageId} to the client of ticket {ticketId}");

    private static string CardOf(long ticketId) => string.Create(CultureInfo.InvariantCulture, $"card of ticket {ticketId}");
}

/// <summary>The columns of table <c>outbox</c> that say what is owed.</summary>
internal sealed record OwedColumns(
    string Kind, long? TicketId = null, long? MessageId = null, int? TopicId = null, string Recipient = "managers", string? Payload = null,
    long? TicketMessageId = null, long? HistoryId = null, long? ReplyTo = null);
