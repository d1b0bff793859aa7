using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
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
/// The JSON of the journal and of messages between nodes: source-generated, read strictly, and legible to a person with psql.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConversationEvent.Started))]
[JsonSerializable(typeof(ConversationEvent.Answered))]
[JsonSerializable(typeof(ConversationEvent.Corrected))]
[JsonSerializable(typeof(ConversationEvent.Ticked))]
[JsonSerializable(typeof(ConversationEvent.WentBack))]
[JsonSerializable(typeof(ConversationEvent.ChangeChosen))]
[JsonSerializable(typeof(ConversationEvent.InputNotTaken))]
[JsonSerializable(typeof(ConversationEvent.FileAdded))]
[JsonSerializable(typeof(ConversationEvent.FileRemoved))]
[JsonSerializable(typeof(ConversationEvent.Cancelled))]
[JsonSerializable(typeof(ConversationEvent.Reminded))]
[JsonSerializable(typeof(ConversationEvent.Resumed))]
[JsonSerializable(typeof(ConversationEvent.MessageKept))]
[JsonSerializable(typeof(ConversationEvent.KeptCorrected))]
[JsonSerializable(typeof(ConversationEvent.MessagesAdded))]
[JsonSerializable(typeof(ConversationEvent.AdditionProgressed))]
[JsonSerializable(typeof(ConversationEvent.Submitted))]
[JsonSerializable(typeof(ConversationEvent.SourceNoted))]
[JsonSerializable(typeof(ConversationEvent.ErasureAsked))]
[JsonSerializable(typeof(ConversationEvent.ErasureDeclined))]
[JsonSerializable(typeof(ConversationEvent.ErasureConfirmed))]
[JsonSerializable(typeof(ConversationEvent.Erased))]
[JsonSerializable(typeof(ConversationEvent.ConsentAsked))]
[JsonSerializable(typeof(ConversationEvent.ConsentRefused))]
[JsonSerializable(typeof(ConversationEvent.TicketDelayed))]
[JsonSerializable(typeof(ConversationEvent.TicketCreated), TypeInfoPropertyName = "ConversationTicketCreated")]
[JsonSerializable(typeof(ConversationSnapshot))]
[JsonSerializable(typeof(SavedForm.Cancelled), TypeInfoPropertyName = "SavedCancelled")]
[JsonSerializable(typeof(ClientUpdate))]
[JsonSerializable(typeof(ClientInput.Text), TypeInfoPropertyName = "ClientText")]
[JsonSerializable(typeof(ClientInput.Press), TypeInfoPropertyName = "ClientPress")]
[JsonSerializable(typeof(LookAtForm))]
[JsonSerializable(typeof(FormLookedAt))]
[JsonSerializable(typeof(ForgetConversation))]
[JsonSerializable(typeof(ConversationForgotten))]
[JsonSerializable(typeof(ConversationActor.StopConversation))]
[JsonSerializable(typeof(ManagerUpdate))]
[JsonSerializable(typeof(ManagerInput.Text), TypeInfoPropertyName = "ManagerText")]
[JsonSerializable(typeof(ManagerInput.Press), TypeInfoPropertyName = "ManagerPress")]
[JsonSerializable(typeof(Handled))]
[JsonSerializable(typeof(InProgress))]
[JsonSerializable(typeof(Deferred))]
[JsonSerializable(typeof(NotRecovered))]
[JsonSerializable(typeof(Failed))]
[JsonSerializable(typeof(OutboxFilled))]
[JsonSerializable(typeof(ChatHeardFrom))]
[JsonSerializable(typeof(CreateTicket))]
[JsonSerializable(typeof(TicketCreated))]
[JsonSerializable(typeof(TicketNotCreated))]
[JsonSerializable(typeof(StoreConsent))]
[JsonSerializable(typeof(ConsentStored))]
[JsonSerializable(typeof(ConsentNotStored))]
[JsonSerializable(typeof(AddTicketMessage))]
[JsonSerializable(typeof(TicketMessageAdded))]
[JsonSerializable(typeof(TicketMessageNotAdded))]
[JsonSerializable(typeof(TicketOfMessageNotFound))]
[JsonSerializable(typeof(CorrectTicketMessage))]
[JsonSerializable(typeof(TicketMessageCorrected))]
[JsonSerializable(typeof(TicketMessageNotCorrected))]
[JsonSerializable(typeof(FindClientTickets))]
[JsonSerializable(typeof(ClientTicketsFound))]
[JsonSerializable(typeof(ClientTicketsNotFound))]
[JsonSerializable(typeof(FindOwnTickets))]
[JsonSerializable(typeof(FindOwnTicket))]
[JsonSerializable(typeof(WithdrawTicket))]
[JsonSerializable(typeof(ReopenTicket))]
[JsonSerializable(typeof(FindOwnChange))]
[JsonSerializable(typeof(OwnTicketsFound))]
[JsonSerializable(typeof(OwnTicketFound))]
[JsonSerializable(typeof(OwnTicketWithdrawn))]
[JsonSerializable(typeof(OwnTicketReopened))]
[JsonSerializable(typeof(OwnTicketUnchanged))]
[JsonSerializable(typeof(OwnTicketsNotAnswered))]
[JsonSerializable(typeof(ChangeTicketStatus))]
[JsonSerializable(typeof(TicketStatusChanged))]
[JsonSerializable(typeof(TicketStatusUnchanged))]
[JsonSerializable(typeof(ClaimTicket))]
[JsonSerializable(typeof(TicketClaimHandled))]
[JsonSerializable(typeof(ShowCardMenu))]
[JsonSerializable(typeof(CardMenuShown))]
[JsonSerializable(typeof(SnoozeTicket))]
[JsonSerializable(typeof(TicketSnoozed))]
[JsonSerializable(typeof(TicketNotFound))]
[JsonSerializable(typeof(TicketCardUnknown))]
[JsonSerializable(typeof(TicketStatusUnknown))]
[JsonSerializable(typeof(HandlePersonalData))]
[JsonSerializable(typeof(PersonalDataHandled))]
[JsonSerializable(typeof(PersonalDataNotHandled))]
[JsonSerializable(typeof(LimitsAsked))]
[JsonSerializable(typeof(ChatLimited))]
[JsonSerializable(typeof(AllChatsLimited))]
[JsonSerializable(typeof(GroupMessagesSent))]
[JsonSerializable(typeof(StartedV1))]
[JsonSerializable(typeof(AnsweredV1))]
[JsonSerializable(typeof(WentBackV1))]
[JsonSerializable(typeof(ChangeChosenV1))]
[JsonSerializable(typeof(SubmittedV1))]
[JsonSerializable(typeof(ConversationSnapshotV1))]
[JsonSerializable(typeof(CreateTicketV1))]
[JsonSerializable(typeof(TicketStatusChangedV1))]
[JsonSerializable(typeof(TicketStatusUnchangedV1))]
[JsonSerializable(typeof(TicketCardUnknownV1))]
[JsonSerializable(typeof(CreateTicketV2))]
[JsonSerializable(typeof(TicketStatusChangedV2))]
[JsonSerializable(typeof(TicketStatusUnchangedV2))]
[JsonSerializable(typeof(TicketCardUnknownV2))]
internal sealed partial class EventJson : JsonSerializerContext
{
    /// <param name="isKept">
    /// Whether the type is stored. An unknown member is then refused, since the next snapshot would lose it. In a message between nodes it
    /// is ignored, since a node of a later version may send it.
    /// </param>
    public static JsonSerializerOptions CreateStrictOptions(bool isKept) => new(Default.Options)
    {
        UnmappedMemberHandling = isKept ? JsonUnmappedMemberHandling.Disallow : JsonUnmappedMemberHandling.Skip,
        AllowDuplicateProperties = false,
        // It has precedence over the generated converters.
        Converters = { new EnumNames() },
        // Cyrillic is written unescaped: the JSON is never part of a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = Default.WithAddedModifier(MakeNullableOptional),
    };

    // Null members are not written, so they are optional in reading.
    private static void MakeNullableOptional(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.IsGetNullable)
                property.IsRequired = false;
        }
    }
}
