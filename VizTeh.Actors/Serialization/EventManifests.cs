using System.Collections.Frozen;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Serialization.Earlier;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Serialization;

/// <summary>
/// The one table of the types that are journalled or may cross a node, with their manifests. Manifests are permanent: a shape that changes
/// by more than an added optional member gets a new version beside the old one, which stays readable.
/// </summary>
public static class EventManifests
{
    private static readonly (string Manifest, Type Type)[] Table =
    [
        ("conversation.started.v1", typeof(StartedV1)),
        ("conversation.started.v2", typeof(ConversationEvent.Started)),
        ("conversation.answered.v1", typeof(AnsweredV1)),
        ("conversation.answered.v2", typeof(ConversationEvent.Answered)),
        ("conversation.corrected.v1", typeof(ConversationEvent.Corrected)),
        ("conversation.ticked.v1", typeof(ConversationEvent.Ticked)),
        ("conversation.went-back.v1", typeof(WentBackV1)),
        ("conversation.went-back.v2", typeof(ConversationEvent.WentBack)),
        ("conversation.change-chosen.v1", typeof(ChangeChosenV1)),
        ("conversation.change-chosen.v2", typeof(ConversationEvent.ChangeChosen)),
        ("conversation.input-not-taken.v1", typeof(ConversationEvent.InputNotTaken)),
        ("conversation.file-added.v1", typeof(ConversationEvent.FileAdded)),
        ("conversation.file-removed.v1", typeof(ConversationEvent.FileRemoved)),
        ("conversation.cancelled.v1", typeof(ConversationEvent.Cancelled)),
        ("conversation.reminded.v1", typeof(ConversationEvent.Reminded)),
        ("conversation.resumed.v1", typeof(ConversationEvent.Resumed)),
        ("conversation.message-kept.v1", typeof(ConversationEvent.MessageKept)),
        ("conversation.kept-corrected.v1", typeof(ConversationEvent.KeptCorrected)),
        ("conversation.messages-added.v1", typeof(ConversationEvent.MessagesAdded)),
        ("conversation.addition-progressed.v1", typeof(ConversationEvent.AdditionProgressed)),
        ("conversation.submitted.v1", typeof(SubmittedV1)),
        ("conversation.submitted.v2", typeof(ConversationEvent.Submitted)),
        ("conversation.source-noted.v1", typeof(ConversationEvent.SourceNoted)),
        ("conversation.erasure-asked.v1", typeof(ConversationEvent.ErasureAsked)),
        ("conversation.erasure-declined.v1", typeof(ConversationEvent.ErasureDeclined)),
        ("conversation.erasure-confirmed.v1", typeof(ConversationEvent.ErasureConfirmed)),
        ("conversation.erased.v1", typeof(ConversationEvent.Erased)),
        ("conversation.consent-asked.v1", typeof(ConversationEvent.ConsentAsked)),
        ("conversation.consent-refused.v1", typeof(ConversationEvent.ConsentRefused)),
        ("conversation.ticket-delayed.v1", typeof(ConversationEvent.TicketDelayed)),
        ("conversation.ticket-created.v1", typeof(ConversationEvent.TicketCreated)),

        ("conversation.snapshot.v1", typeof(ConversationSnapshotV1)),
        ("conversation.snapshot.v2", typeof(ConversationSnapshot)),

        ("conversation.update.v1", typeof(ClientUpdate)),
        ("conversation.look-at-form.v1", typeof(LookAtForm)),
        ("conversation.form-looked-at.v1", typeof(FormLookedAt)),
        ("conversation.forget.v1", typeof(ForgetConversation)),
        ("conversation.forgotten.v1", typeof(ConversationForgotten)),
        ("conversation.stop.v1", typeof(ConversationActor.StopConversation)),
        ("manager.update.v1", typeof(ManagerUpdate)),
        ("inbox.handled.v1", typeof(Handled)),
        ("inbox.still-at-work.v1", typeof(InProgress)),
        ("inbox.waits-for-earlier.v1", typeof(Deferred)),
        ("inbox.not-recovered.v1", typeof(NotRecovered)),
        ("inbox.not-handled.v1", typeof(Failed)),
        ("outbox.filled.v1", typeof(OutboxFilled)),
        ("outbox.chat-heard-from.v1", typeof(ChatHeardFrom)),
        ("ticket.create.v1", typeof(CreateTicketV1)),
        ("ticket.create.v2", typeof(CreateTicketV2)),
        ("ticket.create.v3", typeof(CreateTicket)),
        ("ticket.created.v1", typeof(TicketCreated)),
        ("ticket.not-created.v1", typeof(TicketNotCreated)),
        ("client.store-consent.v1", typeof(StoreConsent)),
        ("client.consent-stored.v1", typeof(ConsentStored)),
        ("client.consent-not-stored.v1", typeof(ConsentNotStored)),
        ("ticket.add-message.v1", typeof(AddTicketMessage)),
        ("ticket.message-added.v1", typeof(TicketMessageAdded)),
        ("ticket.message-not-added.v1", typeof(TicketMessageNotAdded)),
        ("ticket.message-without-ticket.v1", typeof(TicketOfMessageNotFound)),
        ("ticket.correct-message.v1", typeof(CorrectTicketMessage)),
        ("ticket.message-corrected.v1", typeof(TicketMessageCorrected)),
        ("ticket.message-not-corrected.v1", typeof(TicketMessageNotCorrected)),
        ("ticket.find-of-client.v1", typeof(FindClientTickets)),
        ("ticket.found-of-client.v1", typeof(ClientTicketsFound)),
        ("ticket.not-found-of-client.v1", typeof(ClientTicketsNotFound)),
        ("ticket.find-own-page.v1", typeof(FindOwnTickets)),
        ("ticket.find-own.v1", typeof(FindOwnTicket)),
        ("ticket.withdraw.v1", typeof(WithdrawTicket)),
        ("ticket.reopen-own.v1", typeof(ReopenTicket)),
        ("ticket.find-own-change.v1", typeof(FindOwnChange)),
        ("ticket.found-own-page.v1", typeof(OwnTicketsFound)),
        ("ticket.found-own.v1", typeof(OwnTicketFound)),
        ("ticket.withdrawn.v1", typeof(OwnTicketWithdrawn)),
        ("ticket.own-reopened.v1", typeof(OwnTicketReopened)),
        ("ticket.own-unchanged.v1", typeof(OwnTicketUnchanged)),
        ("ticket.own-not-answered.v1", typeof(OwnTicketsNotAnswered)),
        ("ticket.change-status.v1", typeof(ChangeTicketStatus)),
        ("ticket.status-changed.v1", typeof(TicketStatusChangedV1)),
        ("ticket.status-changed.v2", typeof(TicketStatusChangedV2)),
        ("ticket.status-changed.v3", typeof(TicketStatusChanged)),
        ("ticket.status-unchanged.v1", typeof(TicketStatusUnchangedV1)),
        ("ticket.status-unchanged.v2", typeof(TicketStatusUnchangedV2)),
        ("ticket.status-unchanged.v3", typeof(TicketStatusUnchanged)),
        ("ticket.claim.v1", typeof(ClaimTicket)),
        ("ticket.claim-handled.v1", typeof(TicketClaimHandled)),
        ("ticket.show-card-menu.v1", typeof(ShowCardMenu)),
        ("ticket.card-menu-shown.v1", typeof(CardMenuShown)),
        ("ticket.snooze.v1", typeof(SnoozeTicket)),
        ("ticket.snoozed.v1", typeof(TicketSnoozed)),
        ("ticket.not-found.v1", typeof(TicketNotFound)),
        ("ticket.card-unknown.v1", typeof(TicketCardUnknownV1)),
        ("ticket.card-unknown.v2", typeof(TicketCardUnknownV2)),
        ("ticket.card-unknown.v3", typeof(TicketCardUnknown)),
        ("ticket.status-unknown.v1", typeof(TicketStatusUnknown)),
        ("personal-data.handle.v1", typeof(HandlePersonalData)),
        ("personal-data.handled.v1", typeof(PersonalDataHandled)),
        ("personal-data.not-handled.v1", typeof(PersonalDataNotHandled)),
        ("limits.asked.v1", typeof(LimitsAsked)),
        ("limits.chat-limited.v1", typeof(ChatLimited)),
        ("limits.all-chats-limited.v1", typeof(AllChatsLimited)),
        ("limits.group-messages-sent.v1", typeof(GroupMessagesSent)),
    ];

    private static readonly FrozenDictionary<string, Type> Types = Table.ToFrozenDictionary(row => row.Manifest, row => row.Type);
    private static readonly FrozenDictionary<Type, string> Manifests = Table.ToFrozenDictionary(row => row.Type, row => row.Manifest);

    public static IEnumerable<Type> AllTypes => Manifests.Keys;

    public static IEnumerable<string> AllManifests => Types.Keys;

    /// <summary>Whether the type is stored in the journal or as a snapshot, not only sent from actor to actor.</summary>
    public static bool IsKept(Type type) =>
        type.IsAssignableTo(typeof(ConversationEvent)) || type.IsAssignableTo(typeof(ConversationEventV1))
        || type == typeof(ConversationSnapshot) || type == typeof(ConversationSnapshotV1);

    /// <exception cref="ArgumentException">The type has no manifest.</exception>
    public static string ManifestOf(Type type) => Manifests.TryGetValue(type, out var manifest)
        ? manifest
        : throw new ArgumentException($"{type} has no manifest: add it to {nameof(EventManifests)}", nameof(type));

    /// <exception cref="LaterVersionException">The manifest is unknown: manifests are never removed.</exception>
    public static Type TypeOf(string manifest) => Types.TryGetValue(manifest, out var type)
        ? type
        : throw new LaterVersionException($"manifest {manifest} is unknown to this version of the program");
}
