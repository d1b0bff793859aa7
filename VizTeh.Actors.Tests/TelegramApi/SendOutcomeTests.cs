using VizTeh.Actors.Messages;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>What the sender says has become of a message, and what it tries again by itself.</summary>
public sealed class SendOutcomeTests : TelegramSenderFixture
{
    [Fact]
    public async Task A_message_arrives_and_its_id_is_known()
    {
        var outcome = await Sender.SendAsync(Anna.ChatId, Hello);

        var message = await Anna.NextAsync("Здравствуйте, Анна!");
        Assert.Equal(new SendOutcome.Delivered(message.Id), outcome);
        Assert.Equal(["Анна"], message.Formatted("bold"));
    }

    [Fact]
    public async Task Server_errors_and_broken_connections_are_retried_until_the_message_is_through()
    {
        Server.Faults.Inject(Fault.ServerError(500));
        Server.Faults.Inject(Fault.ServerError(502, asHtml: true));
        Server.Faults.Inject(Fault.ResetBeforeExecution());

        Assert.IsType<SendOutcome.Delivered>(await Sender.SendAsync(Anna.ChatId, Hello));

        Assert.Single(Received(Anna));
    }

    [Fact]
    public async Task A_success_that_was_cut_off_counts_as_sent_so_that_nobody_hears_it_twice()
    {
        Server.Faults.Inject(Fault.ExecuteThenTruncate());

        Assert.Equal(new SendOutcome.Delivered(null), await Sender.SendAsync(Anna.ChatId, Hello));

        Assert.Single(Received(Anna));
    }

    [Fact]
    public async Task An_answer_that_was_lost_on_the_wire_may_repeat_the_message_but_never_loses_it()
    {
        Server.Faults.Inject(Fault.ExecuteThenReset());

        Assert.IsType<SendOutcome.Delivered>(await Sender.SendAsync(Anna.ChatId, Hello));

        Assert.InRange(Received(Anna).Count(), 1, 2);
    }

    [Fact]
    public async Task A_client_who_blocked_the_bot_is_an_outcome_about_the_chat()
    {
        Anna.Block();

        var refused = Assert.IsType<SendOutcome.Refused>(await Sender.SendAsync(Anna.ChatId, Hello));

        Assert.Equal(403, refused.Code);
        Assert.True(refused.IsAboutChat);
    }

    [Fact]
    public async Task A_message_that_telegram_finds_wrong_is_an_outcome_about_the_message()
    {
        var refused = Assert.IsType<SendOutcome.Refused>(await Sender.SendAsync(Anna.ChatId, new Message("<b>открыт")));

        Assert.Equal(400, refused.Code);
        Assert.False(refused.IsAboutChat);
    }

    [Fact]
    public async Task A_group_that_became_a_supergroup_tells_its_new_id()
    {
        var group = Server.AddGroup("Менеджеры", Anna.Person);
        var upgraded = group.UpgradeToSupergroup();

        var refused = Assert.IsType<SendOutcome.Refused>(await Sender.SendAsync(group.Id, Hello));

        Assert.Equal(upgraded.Id, refused.MigratedTo);
        Assert.True(refused.IsAboutChat);
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_is_as_good_as_done()
    {
        var sent = (SendOutcome.Delivered)await Sender.SendAsync(Anna.ChatId, Hello);

        Assert.Equal(sent, await Sender.EditAsync(Anna.ChatId, sent.MessageId!.Value, Hello));
        Assert.Equal(sent, await Sender.EditAsync(Anna.ChatId, sent.MessageId!.Value, new Message("Другое")));
    }

    [Fact]
    public async Task An_answer_to_a_press_that_is_too_old_is_no_error()
    {
        Assert.IsType<SendOutcome.Refused>(await Sender.AnswerPressAsync("123456", "поздно"));
    }
}
