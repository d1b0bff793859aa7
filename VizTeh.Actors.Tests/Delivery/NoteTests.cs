using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>A note stays among the managers: with its whole album, and also when it was an answer a moment ago.</summary>
public sealed class NoteTests : AnswerFixture
{
    private const string Stored = "select concat_ws('|', author, text) from ticket_messages order by id";

    private const string Album = "13597531086420";

    private const string HasLeft = "Это уже отправлено клиенту: сделать заметкой не получится.";

    [Fact]
    public async Task Of_an_album_whose_first_caption_is_a_note_nothing_leaves()
    {
        await PrepareAsync();
        var first = await AnswerAsync("не показывать", File(MessageKind.Photo), "a", note: true);
        var second = await AnswerAsync("", File(MessageKind.Photo), "a", other: -7);
        await AnswerAsync("сбоку", File(MessageKind.Video), "a", other: -7);

        await DeliverAllAsync();

        Assert.Empty(Sent);
        Assert.Equal(["note|не показывать", "note|", "note|сбоку"], await Outbox.Database.ReadAsync(Stored));
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
        Assert.Equal(("✍", null), (first.Reaction, second.Reaction));
    }

    [Fact]
    public async Task Of_an_album_with_a_note_under_a_later_part_nothing_leaves_for_the_client_or_another_chat()
    {
        await PrepareAsync();
        var first = await AnswerAsync("", File(MessageKind.Photo), "a", other: -7);
        await AnswerAsync("", File(MessageKind.Photo), "a", other: -7);
        var noted = await AnswerAsync("не показывать", File(MessageKind.Photo), "a", note: true);
        await AnswerAsync("", File(MessageKind.Photo), "a", other: -7);
        await AnswerAsync("Ждём вас");

        await DeliverAllAsync();

        Assert.Equal([$"{Heading}\n\nЖдём вас"], Sent.Select(message => message.Text));
        Assert.Equal(
            ["note|", "note|", "note|не показывать", "note|", "manager|Ждём вас"], await Outbox.Database.ReadAsync(Stored));
        Assert.Equal(["card"], await Outbox.Database.ReadAsync("select kind from outbox"));
        Assert.Equal((null, "✍"), (first.Reaction, noted.Reaction));
    }

    [Fact]
    public async Task Another_album_of_the_same_ticket_is_none_of_the_note()
    {
        await PrepareAsync();
        await AnswerAsync("не показывать", File(MessageKind.Photo), "a", note: true);
        await AnswerAsync("Вид спереди", File(MessageKind.Photo), "b");

        await DeliverAllAsync();

        Assert.Equal([$"{Heading}\n\nВид спереди"], Sent.Select(message => message.Text));
    }

    [Fact]
    public async Task An_album_whose_note_comes_after_a_part_has_left_sends_no_more_of_it_and_the_manager_is_told()
    {
        await PrepareAsync();
        var first = await AnswerAsync("", File(MessageKind.Photo), "a");
        await DeliverAllAsync();
        await AnswerAsync("", File(MessageKind.Photo), "a");
        await AnswerAsync("не показывать", File(MessageKind.Photo), "a", note: true);

        await DeliverAllAsync();

        Assert.Single(Sent);
        Assert.Equal(["manager|", "note|", "note|не показывать"], await Outbox.Database.ReadAsync(Stored));
        var report = Outbox.Shown()[^1];
        Assert.Equal((HasLeft, first), (report.Text, report.ReplyTo));
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task A_note_waits_for_the_part_of_its_album_that_is_just_being_sent()
    {
        await PrepareAsync();
        await AnswerAsync("", File(MessageKind.Photo), "a");
        await Outbox.EndWaitsAsync();
        var claim = await Outbox.Store.ClaimAsync(Outbox.Client.ChatId, Recipient.Client, default);

        var adding = AnswerAsync("не показывать", File(MessageKind.Photo), "a", note: true);
        await Eventually.BecomesAsync(
            () => Outbox.Database.ReadAsync(
                """
                select waiting.pid from pg_locks waiting join pg_stat_activity session on session.pid = waiting.pid
                 where not waiting.granted and session.datname = current_database()
                """),
            waiting => waiting.Count > 0, "the note waits");
        Assert.False(adding.IsCompleted);
        await claim!.DisposeAsync();
        await adding;
        await DeliverAllAsync();

        Assert.Empty(Sent);
        Assert.Equal(["note|", "note|не показывать"], await Outbox.Database.ReadAsync(Stored));
    }

    [Fact]
    public async Task Neither_a_start_nor_a_sign_of_life_of_the_client_ends_the_wait_for_further_parts()
    {
        await PrepareAsync();
        await AnswerAsync("", File(MessageKind.Photo), Album);
        await DueInAsync("1 hour");

        await Outbox.Store.WakeAsync(null, default);
        await Outbox.Store.WakeAsync(Outbox.Client.ChatId, default);

        Assert.Equal(["True"], await Outbox.Database.ReadAsync("select next_attempt_at > now() from outbox where kind = 'answer'"));
        await DeliverOnceAsync();
        Assert.Empty(Sent);
    }

    [Fact]
    public async Task After_a_start_the_parts_of_an_album_wait_anew_whenever_they_were_stored_and_other_answers_do_not()
    {
        await PrepareAsync();
        await AnswerAsync("", File(MessageKind.Photo), Album);
        await AnswerAsync("Ждём вас");
        await DueInAsync("-1 hour");

        await Outbox.Store.AwaitPartsAsync(default);

        Assert.Equal(
            ["True", "False"],
            await Outbox.Database.ReadAsync("select next_attempt_at > created_at from outbox where kind = 'answer' order by id"));
    }

    [Fact]
    public async Task The_wait_for_further_parts_counts_from_the_newest_one()
    {
        await PrepareAsync();
        await AnswerAsync("", File(MessageKind.Photo), Album);
        await DueInAsync("-1 hour");

        await AnswerAsync("", File(MessageKind.Photo), Album);

        Assert.Equal(
            ["2"],
            await Outbox.Database.ReadAsync(
                """
                select count(*) from outbox
                 where kind = 'answer' and next_attempt_at > (select max(newest.created_at) from outbox newest)
                """));
    }

    [Fact]
    public async Task A_further_part_does_not_wait_for_one_that_is_being_sent()
    {
        await PrepareAsync();
        await AnswerAsync("", File(MessageKind.Photo), Album);
        await Outbox.EndWaitsAsync();
        await using var claim = await Outbox.Store.ClaimAsync(Outbox.Client.ChatId, Recipient.Client, default);
        Assert.NotNull(claim);

        await AnswerAsync("", File(MessageKind.Photo), Album);
    }

    [Theory]
    [InlineData("message")]
    [InlineData("edited_message")]
    public async Task An_album_does_not_leave_while_a_further_part_or_the_edit_of_one_is_still_in_the_inbox(string kind)
    {
        await PrepareAsync();
        await AnswerAsync("", File(MessageKind.Photo), Album);
        await ArrivesAsync(kind);

        await DeliverAllAsync();

        Assert.Empty(Sent);
        await AnswerAsync("не показывать", File(MessageKind.Photo), Album, note: true);
        await Outbox.Database.ExecuteAsync("delete from inbox");
        await DeliverAllAsync();
        Assert.Empty(Sent);
        Assert.Equal(["note|", "note|не показывать"], await Outbox.Database.ReadAsync(Stored));
    }

    [Theory]
    [InlineData("update inbox set set_aside_at = now()", "an update that is set aside")]
    [InlineData("update inbox set payload = replace(payload::text, '13597', '13598')::json", "another album")]
    [InlineData("update inbox set payload = replace(payload::text, '\"id\": -', '\"id\": -7')::json", "another chat")]
    [InlineData("update inbox set update_id = ticket_messages.update_id from ticket_messages", "the part that is stored")]
    [InlineData("update outbox set next_attempt_at = now() - interval '11 minutes' where kind = 'answer'", "more than ten minutes")]
    public async Task An_album_waits_for_no_others(string change, string _)
    {
        await PrepareAsync();
        await AnswerAsync("", File(MessageKind.Photo), Album);
        await ArrivesAsync("message");
        await Outbox.EndWaitsAsync();
        await Outbox.Database.ExecuteAsync(change);

        await DeliverOnceAsync();

        Assert.Single(Sent);
    }

    [Fact]
    public async Task An_album_that_waits_is_not_sent_to_try_whether_the_client_takes_others()
    {
        await PrepareAsync();
        await Outbox.OweAsync("Новости");
        await AnswerAsync("", File(MessageKind.Photo), Album);
        await ArrivesAsync("message");
        Outbox.Refuse(Outbox.Client, 400, "Bad Request: something new");
        for (var time = 0; time < 5; time++)
            await DeliverToClientAsync();

        Assert.Empty(Sent);
    }

    [Fact]
    public async Task An_answer_that_becomes_a_note_before_it_was_delivered_does_not_leave()
    {
        await PrepareAsync();
        var written = await AnswerAsync("дорого", other: -7);

        Assert.Equal(EditOutcome.Changed, await EditAsync(written, "дорого, предложите 90", note: true));
        await DeliverAllAsync();

        Assert.Empty(Sent);
        Assert.Equal(["note|дорого, предложите 90"], await Outbox.Database.ReadAsync(Stored));
        Assert.Equal(["card"], await Outbox.Database.ReadAsync("select kind from outbox"));
        Assert.Equal("✍", written.Reaction);
    }

    [Fact]
    public async Task An_album_becomes_a_note_with_any_of_its_captions()
    {
        await PrepareAsync();
        await AnswerAsync("Спереди", File(MessageKind.Photo), "a");
        var second = await AnswerAsync("сбоку", File(MessageKind.Photo), "a");

        await EditAsync(second, "не показывать", note: true);
        await DeliverAllAsync();

        Assert.Empty(Sent);
        Assert.Equal(["note|Спереди", "note|не показывать"], await Outbox.Database.ReadAsync(Stored));
    }

    [Fact]
    public async Task An_album_of_which_a_part_has_left_becomes_a_note_with_the_rest_and_the_manager_is_told_once_though_the_edit_repeats()
    {
        await PrepareAsync();
        await AnswerAsync("Спереди", File(MessageKind.Photo), "a");
        await DeliverAllAsync();
        var second = await AnswerAsync("сбоку", File(MessageKind.Photo), "a");

        Assert.Equal(EditOutcome.Changed, await EditAsync(second, "не показывать", note: true));
        Assert.Equal(EditOutcome.Unchanged, await EditAsync(second, "не показывать", note: true));
        await DeliverAllAsync();

        Assert.Single(Sent);
        var report = Outbox.Shown()[^1];
        Assert.Equal((HasLeft, second), (report.Text, report.ReplyTo));
        Assert.Equal(2, Outbox.Shown().Count);
    }

    [Fact]
    public async Task An_answer_that_was_delivered_stays_one_and_the_edit_says_so()
    {
        await PrepareAsync();
        var written = await AnswerAsync("дорого");
        await DeliverAllAsync();

        Assert.Equal(EditOutcome.HasLeft, await EditAsync(written, "дорого", note: true));
        await DeliverAllAsync();

        Assert.Equal([$"{Heading}\n\nдорого"], Sent.Select(message => message.Text));
        Assert.Equal(["manager|дорого"], await Outbox.Database.ReadAsync(Stored));
        Assert.Equal("👍", written.Reaction);
    }

    [Fact]
    public async Task An_answer_of_which_nobody_knows_whether_it_was_delivered_becomes_no_note()
    {
        await PrepareAsync();
        var written = await AnswerAsync("дорого");
        await Outbox.Database.ExecuteAsync("update outbox set may_be_sent = true");

        Assert.Equal(EditOutcome.HasLeft, await EditAsync(written, "дорого", note: true));
        await DeliverAllAsync();

        Assert.Single(Sent);
    }

    [Fact]
    public async Task An_answer_that_could_not_be_delivered_becomes_a_note()
    {
        await PrepareAsync();
        Outbox.Client.Block();
        var written = await AnswerAsync("дорого");
        await DeliverAllAsync();
        Outbox.Client.Unblock();

        Assert.Equal(EditOutcome.Changed, await EditAsync(written, "дорого", note: true));
        await DeliverAllAsync();

        Assert.Empty(Sent);
        Assert.Equal(["note|true"], await Outbox.Database.ReadAsync("select author || '|' || (undelivered is null) from ticket_messages"));
    }

    [Fact]
    public async Task The_words_of_a_note_follow_its_edits_and_a_note_stays_one()
    {
        await PrepareAsync();
        var note = await AnswerAsync("скидка", note: true);

        Assert.Equal(EditOutcome.Changed, await EditAsync(note, "скидка 5 %", second: 2, note: true));
        Assert.Equal(EditOutcome.Unchanged, await EditAsync(note, "скидка 3 %", second: 1, note: true));
        Assert.Equal(EditOutcome.StaysNote, await EditAsync(note, "скидка 5 %", second: 3));
        Assert.Equal(EditOutcome.StaysNote, await EditAsync(note, "цена", second: 3));
        await DeliverAllAsync();

        Assert.Empty(Sent);
        Assert.Equal(["note|скидка 5 %"], await Outbox.Database.ReadAsync(Stored));
    }
    // The parts that were stored so far.
    private Task DueInAsync(string interval) =>
        Outbox.Database.ExecuteAsync($"update outbox set next_attempt_at = now() + interval '{interval}' where kind = 'answer'");

    private Task ArrivesAsync(string kind) => Outbox.Database.ExecuteAsync(
        $$$"""
        insert into inbox (update_id, payload)
        values (7, '{"update_id": 7, "{{{kind}}}": {"chat": {"id": {{{Card.ChatId}}}},
                     "media_group_id": "{{{Album}}}", "caption": "//\u0000"}}')
        """);

    private Task DeliverOnceAsync() => Outbox.Delivery.DeliverAsync(Outbox.Client.ChatId, default);
}
