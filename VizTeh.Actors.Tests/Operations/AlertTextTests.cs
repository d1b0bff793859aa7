using System.Text.RegularExpressions;
using VizTeh.Actors.Operations.Alerts;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>What alerts say: enough to act on, and nothing of a client.</summary>
public sealed partial class AlertTextTests
{
    private static readonly CompanySettings Company = ShippedForm.Company;
    private static readonly TimeSpan Now = TimeSpan.FromHours(2);

    private static readonly DueAlert[] Wrong =
    [
        Say(AlertKind.Database, new Finding(Condition.Wrong, TimeSpan.FromMinutes(3))),
        Say(AlertKind.Writes, new Finding(Condition.Wrong, TimeSpan.FromMinutes(4))),
        Say(AlertKind.Outbox, new Finding(Condition.Wrong, TimeSpan.FromMinutes(65)) { Chats = 2 }),
        Say(AlertKind.Outbox, new Finding(Condition.Wrong, TimeSpan.FromMinutes(31)) { Chats = 1, Messages = 640, IsMoving = true }),
        Say(AlertKind.SetAside, new Finding(Condition.Wrong) { Updates = 3, Messages = 1, Mark = 9 }),
        Say(AlertKind.Telegram, new Finding(Condition.Wrong, TimeSpan.FromMinutes(8))),
        Say(AlertKind.Token, new Finding(Condition.Wrong)),
    ];

    private static readonly DueAlert[] Over =
    [
        .. AlertKinds.All.Select(kind => new DueAlert(
            new AlertState(kind) { BeganAt = Now - TimeSpan.FromMinutes(75), FineSince = Now - TimeSpan.FromMinutes(3) },
            AlertStep.SayOver, Finding.Fine)),
    ];

    [Fact]
    public void What_is_wrong_is_told_with_how_long_and_how_much()
    {
        Assert.Equal(
            [
                "⚠️ База данных не отвечает: 3 мин. Сообщения ждут в Telegram, бот примет их, как только база ответит.",
                "⚠️ База данных отвечает, но ничего не записывает: 4 мин. Чаще всего это полный диск. Сообщения ждут в Telegram, бот "
                    + "примет их, как только база снова начнёт записывать.",
                "⚠️ Сообщения не доходят: самое старое ждёт 1 ч 5 мин, чатов с такой очередью — 2. Причина — в представлении health и в "
                    + "журнале бота.",
                "⚠️ Сообщения опаздывают: очередь движется, но слишком медленно. Самое старое ждёт 31 мин, всего опаздывает "
                    + "сообщений — 640, чатов с такой очередью — 1. Чаще всего причина в пределе Telegram: 20 сообщений в минуту в одну "
                    + "группу.",
                "⚠️ Отложено после ошибок: обновлений — 3, сообщений — 1. Само это не пройдёт: причины — в представлении health, а что "
                    + "делать, сказано в README, в части про SQL.",
                "⚠️ Telegram не отвечает: 8 мин. Бот ждёт и продолжит, когда связь вернётся. Заявки не теряются.",
                "⚠️ Telegram не принимает TOKEN бота. Возьмите новый у @BotFather, впишите его в настройки и перезапустите бота.",
            ],
            AlertText.Html(Wrong, Now, Company.Texts).Split("\n\n"));
    }

    [Fact]
    public void What_is_over_is_told_in_a_line_each()
    {
        Assert.Equal(
            [
                "✅ Снова в порядке: база данных отвечает (перерыв — 1 ч 12 мин).",
                "✅ Снова в порядке: база данных снова записывает (перерыв — 1 ч 12 мин).", "✅ Снова в порядке: сообщения доходят.",
                "✅ Снова в порядке: отложенного больше нет.", "✅ Снова в порядке: Telegram отвечает (перерыв — 1 ч 12 мин).",
                "✅ Снова в порядке: Telegram принимает TOKEN бота.",
            ],
            AlertText.Html(Over, Now, Company.Texts).Split("\n\n"));
    }

    [Fact]
    public void A_letter_says_in_its_subject_whether_help_is_needed_and_in_its_text_whether_the_chat_has_it_too()
    {
        var wrong = AlertText.Letter([Wrong[0], Over[1]], Now, chatIsMute: true, Guid.Empty, Company.Texts);
        var over = AlertText.Letter(Over, Now, chatIsMute: false, Guid.Empty, Company.Texts);

        Assert.Equal("Бот «Визуальные технологии»: нужна помощь", wrong.Subject);
        Assert.Equal("Бот «Визуальные технологии»: снова в порядке", over.Subject);
        Assert.EndsWith("В служебный чат это сообщение не дошло. Причина — в журнале бота.", wrong.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("служебный чат", over.Body, StringComparison.Ordinal);
        Assert.Equal($"alert-{Guid.Empty:N}", wrong.Id);
    }

    [Fact]
    public void No_text_of_an_alert_has_a_place_for_what_a_client_wrote_or_for_a_secret()
    {
        string[] numbers = ["duration", "chats", "updates", "messages", "what"];

        Assert.All(
            AlertPhrases.All.Where(phrase => !phrase.Key.StartsWith("alert.ticket.", StringComparison.Ordinal)),
            phrase => Assert.Empty(phrase.Placeholders.Select(placeholder => placeholder.Name).Except(numbers)));
        // Longer numbers would be those of a chat, a person or a phone; the token has one too.
        Assert.DoesNotMatch(LongNumber(), AlertText.Html([.. Wrong, .. Over], Now, Company.Texts));
    }

    [Fact]
    public void A_tickets_letter_holds_its_card_as_plain_text_under_the_tickets_own_id_and_no_name_in_the_subject()
    {
        var submission = Guid.NewGuid();
        var letter = AlertText.Letter(
            new TicketState(
                new Ticket(
                    12, 42, "anna", TicketSamples.Answers.With("name", "<Анна> & Ко"), TicketStatus.Open, null, submission,
                    CreatedAt: DateTimeOffset.UnixEpoch), null),
            TimeSpan.FromMinutes(15), Company);

        Assert.Equal($"ticket-12-{submission:N}", letter.Id);
        Assert.Equal("Заявка №12 не дошла до чата менеджеров", letter.Subject);
        Assert.StartsWith(
            "Карточка этой заявки за 15 мин не дошла до чата менеджеров, поэтому она здесь. Когда чат заработает, она придёт и туда.\n\n",
            letter.Body, StringComparison.Ordinal);
        foreach (var part in (string[])["№12", "<Анна> & Ко", "+79161234567", "@anna", "Вывеска"])
            Assert.Contains(part, letter.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", letter.Body, StringComparison.Ordinal);
        Assert.Equal($"letter ticket-12-{submission:N}", letter.ToString());
    }

    private static DueAlert Say(AlertKind kind, Finding finding) => new(new AlertState(kind), AlertStep.Say, finding);

    [GeneratedRegex("[0-9]{5,}")]
    private static partial Regex LongNumber();
}
