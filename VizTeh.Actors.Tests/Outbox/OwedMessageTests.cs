using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Outbox;

/// <summary>Every later version can read the stored rows of the outbox.</summary>
public sealed class OwedMessageTests
{
    // Stored rows have these shapes: lines are added, never changed.
    private const string Text = """{"html":"Заявка <b>готова</b>"}""";

    private const string Inline =
        """
        {"html":"?","keyboard":{"inline":[[{"label":"Да","data":"yes"},{"label":"Нет","data":"no"}],[{"label":"Потом","data":"later"}]]}}
        """;

    private const string Copying = """{"html":"!","keyboard":{"inline":[[{"label":"Скопировать","copiedText":"+79161234567"}]]}}""";

    private const string Menu =
        """{"html":"!","keyboard":{"menu":[[{"label":"Отправить номер","sharesContact":true}],[{"label":"Отмена"}]]}}""";

    private const string LeftForm = """{"html":"!","leftForm":true}""";

    private const string Reminder =
        """{"html":"!","reminder":{"form":"00000000-0000-4000-8000-000000000001","touched":"2027-03-01T12:00:00.123456+00:00"}}""";

    private const string Remove = """{"html":"!","keyboard":{"remove":true}}""";

    internal static readonly OwedMessage[] Readable =
    [
        new OwedMessage.Card(17), new OwedMessage.Card(17, TopicId: 4), new OwedMessage.CardEdit(17, 70),
        new OwedMessage.CardEdit(17, MessageId: null),
        new OwedMessage.Answer(17, 3), new OwedMessage.Answer(17, 3, AnswerStep.Words), new OwedMessage.AnswerEdit(17, 3, 71),
        new OwedMessage.Reaction(17, 71, "👍"),
        new OwedMessage.TicketMessage(17, 3), new OwedMessage.TicketMessage(17, 3, AnswerStep.Content),
        new OwedMessage.AdditionEdit(17, 3, 71),
        new OwedMessage.AnswerReport(17, 3), new OwedMessage.AnswerReport(17, 3, ReportSubject.Edit),
        new OwedMessage.AnswerReport(17, 3, ReportSubject.Note), new OwedMessage.AnswerReport(17, 3, ReportSubject.LostEdit),
        new OwedMessage.AnswerReport(17, 3, ReportSubject.KeptFile),
        new OwedMessage.PostEdit(17, 3, 71),
        new OwedMessage.AnswerPrompt(17, new Message("Напишите")) { ReplyTo = 70 },
        new OwedMessage.TicketFiles(17), new OwedMessage.TicketFiles(17, 3, new FilesLeft([[0, 2], [1]], [4])),
        new OwedMessage.PostErasure(17, 71), new OwedMessage.PostErasure(17, 71, HasFile: true), new OwedMessage.OldFiles(17, [71, 72]),
        new OwedMessage.ErasureLeft(17, -5),
        new OwedMessage.Reminder(17, 5, 9, "Пётр"), new OwedMessage.Reminder(17, 5, 0, null),
        new OwedMessage.WaitReminder(17, 5, 2, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1)),
        new OwedMessage.Notice(Recipient.Client, new Message("Готово")),
        new OwedMessage.Notice(Recipient.Client, new Message("Готово")) { HistoryId = 5 },
        new OwedMessage.Notice(Recipient.Client, new Message("Готово")) { IsOfLeftForm = true },
        new OwedMessage.Notice(Recipient.Managers, new Message("Не отправлено")) { ReplyTo = 70 },
        new OwedMessage.Notice(Recipient.Client, new Message("Готово"))
        {
            RemindsOf = new RemindedForm(Guid.Parse("00000000-0000-4000-8000-000000000001"), DateTimeOffset.UnixEpoch),
        },
        new OwedMessage.Notice(Recipient.Managers, new Message("Готово", new Keyboard.Remove())),
    ];

    public static TheoryData<string> Stored => [Text, Inline, Copying, Menu, Remove, LeftForm, Reminder];

    [Theory]
    [MemberData(nameof(Stored))]
    public void A_stored_notice_is_read_and_what_is_written_today_has_the_same_shape(string json)
    {
        var notice = (OwedMessage.Notice)OwedMessage.Of(new OwedColumns("notice", Recipient: "client", Payload: json));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(notice.ToColumns().Payload!)));
    }

    [Fact]
    public void A_stored_notice_says_what_was_owed_with_its_keyboard()
    {
        var notice = (OwedMessage.Notice)OwedMessage.Of(new OwedColumns("notice", Recipient: "client", Payload: Inline));

        Assert.Equal(("?", Recipient.Client), (notice.Message.Html, notice.Recipient));
        InlineButton[] buttons = [new("Да", "yes"), new("Нет", "no"), new("Потом", "later")];
        Assert.Equal(buttons, Assert.IsType<Keyboard.Inline>(notice.Message.Keyboard).Rows.SelectMany(row => row));
    }

    [Fact]
    public void A_stored_reminder_that_a_client_waits_keeps_its_shape() => Assert.Equal(
        """{"wait":5,"round":2,"since":"1970-01-01T00:00:00+00:00","started":"1970-01-01T01:00:00+00:00"}""",
        new OwedMessage.WaitReminder(17, 5, 2, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1)).ToColumns().Payload);

    [Fact]
    public void What_is_owed_is_read_from_its_columns_as_it_was() =>
        Assert.All(Readable, message => Assert.Equal(message, OwedMessage.Of(message.ToColumns())));

    [Theory]
    [InlineData("files", "{}")]
    [InlineData("notice", null)]
    [InlineData("notice", """{"html":"!","keyboard":{"grid":[]}}""")]
    [InlineData("notice", """{"html":"!","photo":"x"}""")]
    [InlineData("notice", """{"html":null}""")]
    [InlineData("notice", """{"html":"!","keyboard":{"inline":[[{"label":"Да"}]]}}""")]
    [InlineData("card", null)]
    [InlineData("card_edit", null)]
    [InlineData("ticket_message", null)]
    [InlineData("ticket_files", null)]
    [InlineData("wait_reminder", null)]
    [InlineData("wait_reminder", """{"wait":5}""")]
    public void What_this_version_does_not_understand_is_not_guessed_and_its_text_is_not_told(string kind, string? payload)
    {
        var row = new OwedColumns(kind, Recipient: "client", Payload: payload);

        var unreadable = Assert.IsType<OwedMessage.Unreadable>(OwedMessage.Of(row));
        Assert.Equal(Recipient.Client, unreadable.Recipient);
        Assert.DoesNotContain("!", unreadable.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_not_surely_a_clients_is_for_managers_only() => Assert.Equal(
        Recipient.Managers, OwedMessage.Of(new OwedColumns("notice", Recipient: "of a later version", Payload: Text)).Recipient);

    [Fact]
    public void Every_kind_that_can_be_owed_can_be_sent()
    {
        using var services = TestOutbox.Services();
        Type[] cases = [.. typeof(OwedMessage).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(OwedMessage)))];

        Assert.NotEmpty(cases);
        Assert.Equal(cases.Order(TypeNames), services.GetServices<MessageKind>().Select(kind => kind.Owed).Order(TypeNames));
    }

    [Fact]
    public void A_log_line_with_a_notice_does_not_tell_what_it_says() =>
        Assert.Equal("notice", new OwedMessage.Notice(Recipient.Client, new Message("Анна, +7")).ToString());

    private static Comparer<Type> TypeNames { get; } =
        Comparer<Type>.Create((one, other) => string.CompareOrdinal(one.Name, other.Name));
}
