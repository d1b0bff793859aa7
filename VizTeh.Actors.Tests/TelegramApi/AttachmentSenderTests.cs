using VizTeh.Actors.Messages;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Sandbox.BotApi;
using Attachment = VizTeh.Actors.Messages.Attachment;

namespace VizTeh.Actors.Tests.TelegramApi;

public sealed class AttachmentSenderTests : TelegramSenderFixture
{
    public static TheoryData<MessageKind, string> Kinds => new()
    {
        { MessageKind.Photo, "sendPhoto" },
        { MessageKind.Video, "sendVideo" },
        { MessageKind.Document, "sendDocument" },
        { MessageKind.Audio, "sendAudio" },
        { MessageKind.Voice, "sendVoice" },
        { MessageKind.VideoNote, "sendVideoNote" },
        { MessageKind.Animation, "sendAnimation" },
        { MessageKind.Location, "sendLocation" },
        { MessageKind.Venue, "sendVenue" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_kind_is_sent_as_itself_in_reply_to_a_message(MessageKind kind, string method)
    {
        var asked = Anna.SendText("вот");

        var outcome = await Attachments.ReplyAsync(Anna.ChatId, new ReplyPlace(asked.Id), [Of(kind)]);

        var sent = Assert.Single(Received(Anna));
        Assert.Equal(new SendOutcome.Delivered(sent.Id), outcome);
        Assert.Equal((kind, asked), (sent.Kind, sent.ReplyTo));
        var call = Assert.Single(Server.Calls.Of(method));
        Assert.True((bool)call.Parameters["reply_parameters"]!["allow_sending_without_reply"]!);
        Assert.Empty(BotApiSchema.Published.FaultsOf(call));
    }

    [Theory]
    [InlineData(MessageKind.Photo, MessageKind.Video)]
    [InlineData(MessageKind.Document, MessageKind.Document)]
    [InlineData(MessageKind.Audio, MessageKind.Audio)]
    public async Task An_album_is_one_call_and_its_outcome_has_the_ids_of_its_messages(MessageKind one, MessageKind other)
    {
        var asked = Anna.SendText("вот");

        var outcome = await Attachments.ReplyAsync(Anna.ChatId, new ReplyPlace(asked.Id), [Of(one), Of(other)], "К заявке №7");

        var sent = Received(Anna).ToArray();
        var delivered = Assert.IsType<SendOutcome.Delivered>(outcome);
        Assert.Equal(sent[0].Id, delivered.MessageId);
        Assert.Equal([sent[1].Id], delivered.MoreMessageIds);
        Assert.Equal([(one, "К заявке №7"), (other, "")], sent.Select(message => (message.Kind, message.Text)));
        Assert.All(sent, message => Assert.Equal((sent[0].AlbumId, asked), (message.AlbumId, message.ReplyTo)));
        Assert.Empty(BotApiSchema.Published.FaultsOf(Assert.Single(Server.Calls.Of("sendMediaGroup"))));
    }

    [Fact]
    public async Task Attachments_come_without_a_reply_when_the_message_or_its_topic_is_gone()
    {
        Assert.IsType<SendOutcome.Delivered>(await Attachments.ReplyAsync(Anna.ChatId, new ReplyPlace(999_999), [Of(MessageKind.Photo)]));
        Server.Faults.Inject(Fault.Refused(400, "Bad Request: TOPIC_CLOSED") with { Method = "sendMediaGroup" });

        var asked = Anna.SendText("вот");
        var outcome = await Attachments.ReplyAsync(Anna.ChatId, new ReplyPlace(asked.Id), [Of(MessageKind.Photo), Of(MessageKind.Photo)]);

        Assert.IsType<SendOutcome.Delivered>(outcome);
        Assert.All(Received(Anna), message => Assert.Null(message.ReplyTo));
        Assert.Equal(3, Received(Anna).Count());
    }

    [Fact]
    public async Task A_place_whose_name_or_address_is_missing_is_sent_as_a_point()
    {
        await Attachments.ReplyAsync(
            Anna.ChatId, default, [new Attachment(AttachmentKind.Venue) { Place = new Place(55.75, 37.61, "Склад") }]);

        Assert.Equal(MessageKind.Location, Assert.Single(Received(Anna)).Kind);
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_told_from_what_is_wrong_with_the_chat()
    {
        var lost = Of(MessageKind.Photo);
        Server.ForgetFile(lost.FileId);

        SendOutcome[] aboutFiles =
        [
            await Attachments.ReplyAsync(Anna.ChatId, default, [lost]),
            await Attachments.ReplyAsync(Anna.ChatId, default, [Of(MessageKind.Photo), lost]),
            await Attachments.ReplyAsync(Anna.ChatId, default, [Of(MessageKind.Photo) with { Kind = AttachmentKind.Voice }]),
            await Attachments.ReplyAsync(Anna.ChatId, default, [new Attachment(AttachmentKind.Voice)]),
            await Attachments.ReplyAsync(Anna.ChatId, default, [new Attachment(AttachmentKind.Location)]),
            await Attachments.ReplyAsync(
                Anna.ChatId, default, [new Attachment(AttachmentKind.Location) { Place = new Place(91, 0) }]),
        ];
        Anna.Block();
        var aboutChat = await Attachments.ReplyAsync(Anna.ChatId, default, [Of(MessageKind.Photo), Of(MessageKind.Photo)]);

        Assert.All(
            aboutFiles, outcome => Assert.Equal(RefusalReason.Content, Assert.IsType<SendOutcome.Refused>(outcome).Reason));
        Assert.Equal(RefusalReason.Chat, Assert.IsType<SendOutcome.Refused>(aboutChat).Reason);
        Assert.Empty(Received(Anna));
    }

    [Fact]
    public async Task A_file_waits_out_a_flood_and_passing_faults_like_any_message()
    {
        Server.Faults.Inject(Fault.TooManyRequests(1));
        Server.Faults.Inject(Fault.ServerError());

        Assert.IsType<SendOutcome.Delivered>(await Attachments.ReplyAsync(Anna.ChatId, default, [Of(MessageKind.Voice)]));

        Assert.Single(Received(Anna));
    }

    private AttachmentSender Attachments => new(Sender);

    private Attachment Of(MessageKind kind) => kind switch
    {
        MessageKind.Location => new Attachment(AttachmentKind.Location) { Place = new Place(55.75, 37.61) },
        MessageKind.Venue => new Attachment(AttachmentKind.Venue) { Place = new Place(55.75, 37.61, "Склад", "Ленина, 1") },
        _ => new Attachment(Enum.Parse<AttachmentKind>(kind.ToString()), Server.AddFile(kind), "u"),
    };
}
