using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Conversations;

/// <summary>The document of a client's data: what the tables hold, and what the conversation holds, for a person to read. Pure.</summary>
internal static class ConversationData
{
    public const string FileName = "mydata.json";

    private static readonly JsonSerializerOptions Legible = new()
    {
        WriteIndented = true,
        // Cyrillic is written unescaped: the JSON is never part of a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="stored">What the tables hold, as a JSON object.</param>
    public static byte[] Document(long userId, string stored, Conversation conversation, DateTimeOffset at)
    {
        var document = new JsonObject
        {
            ["telegramId"] = userId,
            ["readAt"] = Moment(at),
            ["conversation"] = Of(conversation),
        };
        foreach (var (name, value) in JsonNode.Parse(stored)!.AsObject().ToList())
            document[name] = value?.DeepClone();
        return Encoding.UTF8.GetBytes(document.ToJsonString(Legible) + "\n");
    }

    private static JsonObject Of(Conversation conversation)
    {
        var state = FormOf(conversation.Form);
        Add(state, "keptMessages", Each(conversation.Kept.Messages, message => Filled(new JsonObject
        {
            ["text"] = message.Words,
            ["sentAt"] = Moment(message.SentAt),
        }, message.Files)));
        Add(state, "rememberedAnswers", Each(conversation.LastAnswers.Current, OfAnswer));
        if (conversation.Source is { } source)
            state["source"] = source;
        if (conversation.Consent.Given is { } consent)
            state["consent"] = OfConsent(consent);
        if (conversation.Consent.Asked is { } asked)
            state["consentAskedFor"] = new JsonObject { ["version"] = asked.Version, ["textSha256"] = asked.TextHash };
        if (conversation.Consent.RefusedBy is { } refusal)
            state["consentRefusedByUpdate"] = refusal;
        if (conversation.Addition is { } addition)
            state["newestAdditionToTicket"] = addition.Ticket.Id;
        if (conversation.LastReply is { } reply)
            state["newestReplyToTicket"] = reply.Ticket.Id;
        if (conversation.LastInputAt is { } last)
            state["lastInputAt"] = Moment(last);
        if (conversation.Reminded is { } reminded)
            state["remindedAt"] = Moment(reminded.At);
        Add(state, "newestUpdates", Each(conversation.HandledUpdates, id => JsonValue.Create(id)));
        return state;
    }

    private static JsonObject FormOf(Form form)
    {
        switch (form)
        {
            case Form.Draft draft:
                var state = new JsonObject { ["form"] = draft is Form.Asking ? "open" : "review" };
                if (draft is Form.Asking asking)
                {
                    state["question"] = asking.Question.Label;
                    if (asking.Ticked is { } ticked)
                        state["ticked"] = ticked;
                }

                Add(state, "answers", Each(draft.Answers.Current, OfAnswer));
                Add(state, "begunAnswers", Each(draft.Answers.Begun, OfAnswer));
                Add(state, "tickedAnswers", Each(draft.Answers.Ticks, OfAnswer));
                Add(state, "formerAnswers", Each(draft.Answers.Former, OfAnswer));
                return state;
            case Form.Submitting sent:
                var sending = new JsonObject { ["form"] = "beingSent", ["username"] = sent.Username, ["accountName"] = sent.AccountName };
                Add(sending, "answers", Each(sent.Answers.Given, OfAnswer));
                Add(sending, "formerAnswers", Each(sent.Answers.Removed, OfAnswer));
                return sending;
            case Form.Accepted accepted:
                return new JsonObject { ["form"] = "sent", ["ticket"] = accepted.TicketId };
            case Form.Cancelled { Kept: { } kept } cancelled:
                var given = FormOf(kept);
                given["form"] = "cancelled";
                given["cancelledAt"] = Moment(cancelled.At);
                return given;
            case Form.Cancelled:
                return new JsonObject { ["form"] = "cancelled" };
            default:
                return new JsonObject { ["form"] = "none" };
        }
    }

    private static JsonObject OfAnswer(Answer answer) =>
        Filled(new JsonObject { ["question"] = answer.Label, ["answer"] = answer.Words }, answer.Files);

    private static JsonObject Filled(JsonObject item, IReadOnlyList<Attachment>? files)
    {
        Add(item, "files", Each(files ?? [], file =>
        {
            var entry = new JsonObject { ["kind"] = file.Kind.ToString() };
            if (file.FileId.Length > 0)
                (entry["fileId"], entry["fileUniqueId"]) = (file.FileId, file.UniqueId);
            if (file.Name is { } name)
                entry["name"] = name;
            if (file.Place is { } place)
                entry["place"] = OfPlace(place);
            return entry;
        }));
        return item;
    }

    private static JsonObject OfConsent(Consent consent) => new()
    {
        ["version"] = consent.Version,
        ["textSha256"] = consent.TextHash,
        ["at"] = Moment(consent.At),
        ["messageId"] = consent.MessageId,
    };

    private static JsonObject OfPlace(Place place) => new()
    {
        ["latitude"] = place.Latitude,
        ["longitude"] = place.Longitude,
        ["title"] = place.Title,
        ["address"] = place.Address,
    };

    private static JsonArray Each<T>(IEnumerable<T> items, Func<T, JsonNode?> node) => new([.. items.Select(node)]);

    private static void Add(JsonObject item, string name, JsonArray list)
    {
        if (list.Count > 0)
            item[name] = list;
    }

    private static string Moment(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture);
}
