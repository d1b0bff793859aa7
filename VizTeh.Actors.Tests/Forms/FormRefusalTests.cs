using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

public sealed class FormRefusalTests
{
    public static TheoryData<string> Fields { get; } = [.. ShippedForm.Ids];

    public static TheoryData<UnsupportedKind, string> Kinds { get; } = new()
    {
        { UnsupportedKind.Photo, "Фото" },
        { UnsupportedKind.Sticker, "Стикер" },
        { UnsupportedKind.Voice, "Голосовое" },
        { UnsupportedKind.Video, "Видео" },
        { UnsupportedKind.Document, "Файл" },
        { UnsupportedKind.Location, "Геопозиция" },
        { UnsupportedKind.Other, "Такое сообщение" },
        { (UnsupportedKind)99, "Такое сообщение" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Anything_but_text_is_named_and_the_question_asked_again_in_the_same_message(UnsupportedKind kind, string name)
    {
        foreach (var field in ShippedForm.Ids)
            AssertAskedAgain(Dialogue.At(field), new ClientInput.Unsupported(kind), name);

        var review = Dialogue.AtReview();
        var before = review.Form;
        review.Sends(new ClientInput.Unsupported(kind));
        Assert.Equal(before, review.Form);
        Assert.StartsWith(name, Assert.Single(review.LastMessages).Html, StringComparison.Ordinal);
        Assert.Contains(review.LastButtons, button => button.Label == "Отправить");

        Assert.StartsWith(name, new Dialogue().Sends(new ClientInput.Unsupported(kind)).LastSaid, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void An_answer_in_which_nothing_is_visible_is_refused(string field)
    {
        string[] blanks =
        [
            "", "   ", "\n\t\r\n", "\u200B\u200D\uFEFF", "\u3164", "\u2800", "\0", "\uD800", "\uDC00\uD800", "\u202E\u2066", "\uFE0F",
        ];
        foreach (var blank in blanks)
            AssertAskedAgain(Dialogue.At(field), new ClientInput.Text(blank), ShippedForm.Texts[Phrases.Blank]);
    }

    [Theory]
    [InlineData(Ids.Name, 200)]
    [InlineData(Ids.Organization, 200)]
    [InlineData(Ids.City, 200)]
    [InlineData(Ids.Description, 3000)]
    public void An_answer_at_the_limit_is_taken_whole_and_a_longer_one_is_refused_with_both_numbers(string field, int limit)
    {
        // One code point, two UTF-16 units, four bytes; the white space around does not count.
        var atLimit = string.Concat(Enumerable.Repeat("😀", limit));
        var client = Dialogue.At(field).Types($"  {atLimit}\n");
        Assert.Equal(atLimit, Assert.IsAssignableFrom<Form.Draft>(client.Form).Answers[field]?.Value);

        AssertAskedAgain(Dialogue.At(field), new ClientInput.Text(atLimit + "ы"), $"{limit + 1} символ,", $" {limit} символов.");
    }

    [Theory]
    [InlineData(201, "201 символ,")]
    [InlineData(202, "202 символа,")]
    [InlineData(205, "205 символов,")]
    [InlineData(211, "211 символов,")]
    [InlineData(1014, "1014 символов,")]
    public void Lengths_are_counted_in_good_Russian(int length, string counted) =>
        AssertAskedAgain(Dialogue.At(Ids.City), new ClientInput.Text(new string('ы', length)), counted);

    [Fact]
    public void A_direction_that_is_not_in_the_list_is_refused_and_the_buttons_shown_again() =>
        AssertAskedAgain(Dialogue.At(Ids.Direction), new ClientInput.Text("Самолёты"), ShippedForm.Texts[Phrases.NotAChoice]);

    [Theory]
    [InlineData("позвоните мне", "разобрать номер")]
    [InlineData("8 495 123 45 6", "не хватает цифры")]
    [InlineData("7 916 123 45 6", "не хватает цифры")]
    [InlineData("916 123", "6 цифр,")]
    [InlineData("1", "1 цифра,")]
    [InlineData("123", "3 цифры,")]
    [InlineData("1234567890123456", "16 цифр,")]
    [InlineData("+7 916 123-45-6", "ещё десять цифр")]
    [InlineData("Отправить мой номер", "не передался")]
    public void A_phone_that_is_none_is_refused_with_the_reason(string typed, string reason) =>
        AssertAskedAgain(Dialogue.At(Ids.Phone), new ClientInput.Text(typed), reason);

    [Fact]
    public void Anybodys_contact_may_be_shared_but_only_where_a_number_is_asked_for()
    {
        foreach (var own in new[] { true, false })
        {
            var client = Dialogue.At(Ids.Phone).Shares("79161234567", own);
            Assert.Equal("+79161234567", Assert.IsType<Form.Reviewing>(client.Form).Answers[Ids.Phone]?.Value);
        }

        AssertAskedAgain(Dialogue.At(Ids.Phone), new ClientInput.Contact("", IsOwn: true), "разобрать номер");
        foreach (var field in ShippedForm.Ids.Where(field => field != Ids.Phone))
        {
            AssertAskedAgain(
                Dialogue.At(field), new ClientInput.Contact("79161234567", IsOwn: true), ShippedForm.Texts[Phrases.ContactNotNeeded]);
        }

        // Telegram vouches for the number of the client's own account, whose button may still be on the screen.
        Assert.Null(Dialogue.AtReview().Shares("79161234567", own: false).Last.Event);
        var shared = Dialogue.AtReview().Shares("79035550101");
        Assert.Equal("+79035550101", Assert.IsType<Form.Reviewing>(shared.Form).Answers[Ids.Phone]?.Value);
        Assert.True(((Form.Reviewing)shared.Form).Answers[Ids.Phone]!.IsVerified);
        Assert.Equal(ShippedForm.Texts[Phrases.WhatNow], new Dialogue().Shares("79161234567").LastSaid);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("form:")]
    [InlineData("form::::")]
    [InlineData("question_status:close:1")]
    [InlineData("form:000000000002:review:x:send")]
    [InlineData("form:000000000002:review:-1:send")]
    [InlineData("form:000000000002:review:99999999999:send")]
    [InlineData("form:000000000002:review:0:3")]
    [InlineData("form:000000000002:review:0:Name,City")]
    [InlineData("form:000000000002:direction:")]
    [InlineData("form:000000000002:direction:0000000000000000000000000000000000000000000000000000000000")]
    [InlineData("form:ffffffffffff:review:0:send")]
    [InlineData("form:ffffffffffff:direction:000000000000")]
    public void A_button_that_the_form_did_not_make_changes_nothing_and_is_answered(string? data)
    {
        foreach (var client in ShippedForm.Ids.Select(Dialogue.At).Append(Dialogue.AtReview()))
        {
            var before = client.Form;
            client.PressesData(data);

            Assert.Equal(before, client.Form);
            Assert.NotNull(client.Last.Toast);
            Assert.Equal(FormPrompt.Of(before, client.Company, client.Today)[^1].ToString(), client.Last.Replies[^1].ToString());
        }

        foreach (var client in new[] { new Dialogue(), Dialogue.AtReview().Types("/cancel"), Dialogue.Thanked() })
        {
            client.PressesData(data);
            Assert.NotNull(client.Last.Toast);
            Assert.All(client.LastMessages, message => Assert.Equal(
                client.Form is Form.Cancelled ? FormKeyboard.AfterCancel(ShippedForm.Texts) : FormKeyboard.MainMenu(ShippedForm.Texts),
                message.Keyboard));
        }
    }

    [Fact]
    public void A_button_of_an_earlier_form_is_stale_in_the_next_one()
    {
        var client = Dialogue.AtReview();
        var (send, direction) = (client.NewestButton("Отправить").Data, client.NewestButton("Стелы").Data);
        client.Types("/cancel", "Оставить заявку", "Анна", "ООО", "Тверь").PressesData(direction);
        Assert.Equal(ShippedForm.Texts[Phrases.ToastStale], client.Last.Toast);
        Assert.NotEmpty(client.LastButtons);

        client.Types("Знаки", "Фасад", "89161234567").PressesData(send);
        Assert.Equal(ShippedForm.Texts[Phrases.ToastStale], client.Last.Toast);
        Assert.IsType<Form.Reviewing>(client.Form);
    }

    [Fact]
    public void A_button_of_a_review_that_was_changed_since_is_stale()
    {
        var client = Dialogue.AtReview();
        var send = client.NewestButton("Отправить").Data;
        client.Presses("Изменить").Presses("Имя").Types("Ольга").PressesData(send);

        Assert.Equal(ShippedForm.Texts[Phrases.ToastStaleReview], client.Last.Toast);
        Assert.Contains("Ольга", client.LastSaid, StringComparison.Ordinal);
        Assert.IsType<Form.Submitting>(client.Presses("Отправить").Form);
    }

    [Fact]
    public void A_second_press_of_a_direction_is_stale_and_the_next_question_stays_open()
    {
        var client = Dialogue.At(Ids.Direction);
        var stelae = client.NewestButton("Стелы").Data;
        client.PressesData(stelae).PressesData(stelae);

        Assert.Equal(ShippedForm.Texts[Phrases.ToastStale], client.Last.Toast);
        Assert.Equal(Ids.Description, ((Form.Asking)client.Form).Question.Id);
    }

    [Fact]
    public void The_choices_on_the_screen_stay_valid_as_they_were_asked_whatever_became_of_the_list()
    {
        var client = Dialogue.At(Ids.Direction);
        var signs = client.NewestButton("Знаки").Data;
        client.Company = Dialogue.Firm.WithChoices(Ids.Direction, "Табло", "Стелы");

        Assert.Equal(ShippedForm.Directions, client.Types("/help").LastButtons.Select(button => button.Label));
        Assert.Equal("Знаки", ((Form.Asking)client.PressesData(signs).Form).Answers[Ids.Direction]?.Value);

        var next = new Dialogue { Company = client.Company }.Types("Оставить заявку", "Анна", "ООО", "Тверь");
        Assert.Equal(["Табло", "Стелы"], next.LastButtons.Select(button => button.Label));
        var gone = FormButton.ToPick(next.FormId, ShippedForm.Question(Ids.Direction), "Знаки");
        Assert.Equal(ShippedForm.Texts[Phrases.ToastChoiceGone], next.PressesData(gone).Last.Toast);
    }

    [Fact]
    public void A_direction_that_a_draft_holds_stays_valid_after_the_list_lost_it()
    {
        var client = Dialogue.AtReview();
        client.Company = Dialogue.Firm.WithChoices(Ids.Direction, "Табло");
        Assert.Contains("Знаки", client.Presses("Изменить").Presses("Направление").LastSaid, StringComparison.Ordinal);
        Assert.Equal(["Табло", "Знаки", "Оставить как есть"], client.LastButtons.Select(button => button.Label));

        Assert.Equal("Знаки", ((Form.Reviewing)client.Types("знаки").Form).Answers[Ids.Direction]?.Value);
        var sent = Assert.IsType<Form.Submitting>(client.Presses("Отправить").Form);
        Assert.Equal("Знаки", sent.Answers[Ids.Direction]?.Value);
    }

    [Fact]
    public void What_was_refused_is_not_shown_and_what_was_answered_is_shown_escaped()
    {
        var client = Dialogue.At(Ids.Name).Types("<b>Анна & Ко");
        Assert.Contains("<i>&lt;b&gt;Анна &amp; Ко</i>", client.Types("Назад").LastSaid, StringComparison.Ordinal);
        client.Types("ООО", "Тверь");
        Assert.DoesNotContain("<u>", client.Types("<u>").LastSaid, StringComparison.Ordinal);
    }

    private static void AssertAskedAgain(Dialogue client, ClientInput input, params string[] reasons)
    {
        var before = Assert.IsType<Form.Asking>(client.Form);
        client.Sends(input);

        Assert.Equal(before, client.Form);
        var message = Assert.Single(client.LastMessages);
        Assert.EndsWith($"\n\n{FormPrompt.TextOf(before, client.Company)}", message.Html, StringComparison.Ordinal);
        Assert.All(reasons, reason => Assert.Contains(reason, message.Html, StringComparison.Ordinal));
        Assert.Equal(before.Question.Id is Ids.Direction or Ids.Organization, message.Keyboard is Keyboard.Inline);
        Dialogue.AssertSendable(client.Last);
    }
}
