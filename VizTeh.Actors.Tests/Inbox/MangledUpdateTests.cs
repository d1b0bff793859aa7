using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Logging.Abstractions;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Messages;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>Updates of Telegram with some fields removed, nulled, retyped, duplicated or nested deep.</summary>
public sealed class MangledUpdateTests
{
    // Fixed, so that a run is reproducible; change it to try other updates.
    private const string Seed = "20261125,13";

    private const string From = """{"id":42,"is_bot":false,"first_name":"\u0410\u043d\u043d\u0430","username":"anna"}""";
    private const string Chat = """{"id":42,"type":"private","first_name":"\u0410\u043d\u043d\u0430"}""";
    private const string Group = """{"id":-1001,"type":"supergroup","title":"M"}""";

    private static readonly string[] Real =
    [
        $$"""{"update_id":70,"message":{"message_id":1,"date":0,"from":{{From}},"chat":{{Chat}},"text":"\ud83d\ude00 да"} }""",
        $$"""
        {"update_id":70,"edited_message":{"message_id":1,"date":1,"edit_date":2,"from":{{From}},"chat":{{Chat}},"text":"нет"} }
        """,
        $$"""
        {"update_id":70,"message":{"message_id":1,"date":0,"from":{{From}},"chat":{{Chat}},
         "contact":{"phone_number":"79990000000","user_id":42} } }
        """,
        $$"""
        {"update_id":70,"message":{"message_id":1,"date":0,"from":{{From}},"chat":{{Group}},"caption":"/photoid",
         "photo":[{"file_id":"s","width":1,"height":1},{"file_id":"l","width":9,"height":9}]} }
        """,
        $$"""
        {"update_id":70,"message":{"message_id":1,"date":0,"from":{{From}},"chat":{{Chat}},"caption":"\ud83d\ude00","media_group_id":"7",
         "photo":[{"file_id":"s","file_unique_id":"u","width":1,"height":1}]} }
        """,
        $$"""
        {"update_id":70,"message":{"message_id":1,"date":0,"from":{{From}},"chat":{{Chat}},
         "document":{"file_id":"d","file_unique_id":"u","file_name":"\ud83d\ude00.pdf"} } }
        """,
        $$"""
        {"update_id":70,"message":{"message_id":1,"date":0,"from":{{From}},"chat":{{Chat}},"location":{"latitude":1,"longitude":2},
         "venue":{"location":{"latitude":1.5,"longitude":2.5},"title":"\ud83d\ude00","address":"x"} } }
        """,
        $$"""{"update_id":70,"message":{"message_id":1,"date":0,"from":{{From}},"chat":{{Group}},"migrate_to_chat_id":-1002} }""",
        $$"""
        {"update_id":70,"callback_query":{"id":"4382","from":{{From}},"message":{"message_id":2,"date":0,"chat":{{Chat}},"text":"?"},
         "chat_instance":"7","data":"form:x"} }
        """,
        $$"""
        {"update_id":70,"my_chat_member":{"date":0,"from":{{From}},"chat":{{Group}},"old_chat_member":{"status":"member","user":{"id":7} },
         "new_chat_member":{"status":"kicked","user":{"id":7} } } }
        """,
    ];

    private static readonly string[] Values =
    [
        "null", "true", "\"\"", "\"x\"", "\"7\"", "\"\\u0000\"", "\"\\ud83d\"", "\"\\udc00x\"", "0", "-1",
        "1.5", "1e400", "9223372036854775808",
        "[]", "[null]", "[[]]", "{}", "{\"\\ud800\":1}", "{\"id\":null}", Nested(100), Nested(20_000), "\"" + new string('я', 5_000) + "\"",
    ];

    public sealed record Mangling(string Json, string How)
    {
        public override string ToString() => $"{How}: {(Json.Length > 600 ? Json[..600] + "…" : Json)}";
    }

    private static readonly Gen<Mangling> Manglings =
        from real in Gen.Elements(Real)
        from changes in (from field in Gen.Choose(0, 1_000)
                         from how in Gen.Elements("remove", "replace", "duplicate", "wrap")
                         from value in Gen.Elements(Values)
                         select (field, how, value)).NonEmptyListOf()
        select changes.Take(4).Aggregate(
            new Mangling(real, ""), (mangled, change) => Mangle(mangled, change.field, change.how, change.value));

    [Property(MaxTest = 3_000, Replay = Seed)]
    public Property Reading_one_throws_nothing_but_that_it_cannot_be_read() => Prop.ForAll(
        Manglings.ToArbitrary(),
        mangled =>
        {
            var reader = new UpdateReader(new ManagerChats([-1001], NullLogger<ManagerChats>.Instance));
            try
            {
                Check(reader.Read(mangled.Json));
            }
            catch (JsonException error)
            {
                Assert.DoesNotContain("Анна", error.Message, StringComparison.Ordinal);
            }
        });

    [Property(MaxTest = 300, Replay = Seed)]
    public Property The_batch_around_it_is_taken_apart_as_if_it_were_not_there() => Prop.ForAll(
        Manglings.ToArbitrary(),
        mangled =>
        {
            var updates = RawUpdates.Split(Encoding.UTF8.GetBytes(
                $$"""{"ok":true,"result":[{"update_id":69},{{mangled.Json}},{"update_id":71}]}"""))!;
            Assert.Equal(["""{"update_id":69}""", mangled.Json, """{"update_id":71}"""], updates);
            var batch = UpdateBatch.Of(updates, 69, null);
            Assert.Equal(72, batch.NextOffset);
            Assert.Equal((69, 71), (batch.Rows[0].UpdateId, batch.Rows[^1].UpdateId));
        });

    // The guarantees for a receiver.
    private static void Check(IncomingUpdate incoming)
    {
        Assert.InRange(incoming.UpdateId, 1, int.MaxValue);
        switch (incoming)
        {
            case IncomingUpdate.ForClient { Update: var update }:
                Assert.True(update.UserId > 0);
                CheckText(update.Username);
                CheckText((update.Input as ClientInput.Text)?.Value);
                CheckText((update.Input as ClientInput.Edited)?.Value);
                CheckText((update.Input as ClientInput.Press)?.Data);
                Assert.False(update.Input is ClientInput.Contact { PhoneNumber: null });
                if (update.Input is ClientInput.File file)
                    Check(file);
                break;
            case IncomingUpdate.ForManager { Update: var update }:
                CheckText(update.From.Name);
                CheckText(update.From.Username);
                CheckText((update.Input as ManagerInput.Text)?.Value);
                break;
        }
    }

    private static void Check(ClientInput.File file)
    {
        var (attachment, place) = (file.Attachment, file.Attachment.Place);
        Assert.Equal(attachment.Kind is AttachmentKind.Location or AttachmentKind.Venue, place is not null);
        Assert.Equal(place is null, attachment is { FileId.Length: > 0, UniqueId.Length: > 0 });
        Assert.True(double.IsFinite((place?.Latitude ?? 0) + (place?.Longitude ?? 0)));
        foreach (var text in (string?[])[attachment.FileId, attachment.Name, place?.Title, place?.Address, file.Caption, file.AlbumId])
            CheckText(text);
    }

    private static void CheckText(string? text)
    {
        Assert.DoesNotContain('\0', text ?? "");
        // Throws at half of a surrogate pair.
        _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text ?? "");
    }

    private static Mangling Mangle(Mangling mangled, int field, string how, string value)
    {
        // Works on the text: the library's tree can neither hold a member twice nor write half of a surrogate pair.
        var members = Members(mangled.Json);
        var (start, colon, end) = members[field % members.Count];
        var json = mangled.Json;
        var (before, name, old, after) = (json[..start], json[start..colon], json[(colon + 1)..end], json[end..]);
        var changed = how switch
        {
            "remove" => $"{before}\"gone\":0{after}",
            "replace" => $"{before}{name}:{value}{after}",
            "duplicate" => $"{before}{name}:{old},{name}:{value}{after}",
            _ => $"{before}{name}:[{old}]{after}",
        };
        return new Mangling(changed, $"{mangled.How} {how} {name}");
    }

    /// <summary>The positions of each member's beginning, of its colon and of the end of its value.</summary>
    private static List<(int Start, int Colon, int End)> Members(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var members = new List<(int, int, int)>();
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var start = (int)reader.TokenStartIndex;
            var colon = (int)reader.BytesConsumed - 1;
            var value = reader;
            value.Read();
            value.Skip();
            members.Add((At(start), At(colon), At((int)value.BytesConsumed)));
        }

        return members;

        int At(int bytes) => Encoding.UTF8.GetCharCount(utf8, 0, bytes);
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
