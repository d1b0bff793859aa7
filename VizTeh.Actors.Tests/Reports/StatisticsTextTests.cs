using VizTeh.Actors.Reports;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Reports;

/// <summary>The table as a manager sees it on a phone.</summary>
public sealed class StatisticsTextTests
{
    private static readonly TicketStatistics Week = new(new ReportPeriod(new DateOnly(2027, 1, 11), new DateOnly(2027, 1, 17)))
    {
        Created = 12,
        Closed = 4,
        Open = 1234,
        Outcomes = [new("Заказ", 2), new("withdrawn", 1), new(null, 1)],
        ToClaim = TimeSpan.FromSeconds(20),
        ToAnswer = TimeSpan.FromMinutes(61.7),
        Directions = [new("Стелы", 7), new("Знаки", 5)],
        Cities = [.. Enumerable.Range(1, 10).Select(number => new Share($"Город {number}", 1))],
        Sources = [new(null, 11), new("expo", 1)],
        Managers = [new("Константин Константинопольский (@konst)", 3, 4)],
        LeftForms = [new("phone", 2), new("review", 1), new("gone", 1)],
    };

    [Fact]
    public void The_numbers_stand_in_a_table() => Assert.Equal(
        """
        <b>Статистика за 11.01–17.01.2027</b>
        <pre>Новых заявок                12
        Закрыто                      4
          Заказ                      2
          отозвана клиентом          1
          без итога                  1
        Открыто сейчас            1234

        Обычно
          до взятия           до 1 мин
          до ответа          1 ч 1 мин
          до закрытия                —

        Направления
          Стелы                      7
          Знаки                      5

        Города
          Город 1                    1
          Город 2                    1
          Город 3                    1
          Город 4                    1
          Город 5                    1
          Город 6                    1
          Город 7                    1
          остальные                  3

        Откуда пришли
          без метки                 11
          expo                       1

        Менеджеры: взято/закрыто
          Константин Константиноп… 3/4

        Где бросили форму
          Телефон                    2
          перед отправкой            1
          gone                       1</pre>
        """.ReplaceLineEndings("\n"),
        StatisticsText.Full(Week, ShippedForm.Company with { Hours = null }).Html);

    [Fact]
    public void What_no_ticket_says_has_no_section()
    {
        var html = StatisticsText.Full(
            Week with { Directions = [new(null, 12)], Cities = [new(null, 12)], Sources = [new(null, 12)] }, ShippedForm.Company).Html;

        Assert.DoesNotContain("Направления", html, StringComparison.Ordinal);
        Assert.DoesNotContain("не указано", html, StringComparison.Ordinal);
        Assert.DoesNotContain("без метки", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_digest_has_the_totals_only()
    {
        var company = FirmHours.In(TestSettings.WithoutServers(ShippedForm.Company)).Company;

        var digest = StatisticsText.Digest(Week, company).Html;

        Assert.StartsWith("<b>Доброе утро! Сводка за 11.01–17.01.2027</b>\n<pre>Новых заявок", digest, StringComparison.Ordinal);
        Assert.Contains("Обычно, в рабочем времени\n", digest, StringComparison.Ordinal);
        Assert.DoesNotContain("Города", digest, StringComparison.Ordinal);
    }

    [Fact]
    public void A_period_without_anything_is_told_in_three_lines() => Assert.Equal(
        "<b>Статистика за 17.01.2027</b>\n"
        + "<pre>Новых заявок                 0\nЗакрыто                      0\nОткрыто сейчас               0</pre>",
        StatisticsText.Full(
            new TicketStatistics(new ReportPeriod(new DateOnly(2027, 1, 17), new DateOnly(2027, 1, 17))), ShippedForm.Company).Html);

    [Fact]
    public void Whatever_was_typed_the_table_keeps_its_width_and_is_no_markup()
    {
        var odd = "</pre><b>" + new string('Ы', 300) + "\n\u202e🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂";
        var many = Enumerable.Range(1, 50).Select(number => new Share($"{odd}{number}", long.MaxValue / 100)).ToList();

        var html = StatisticsText.Full(
            Week with
            {
                Outcomes = many,
                Directions = many,
                Cities = many,
                Sources = many,
                LeftForms = many,
                Managers = [.. many.Select(share => new ManagerShare(share.Name!, share.Count, share.Count))],
            },
            ShippedForm.Company).Html;

        Assert.DoesNotContain("</pre><b>", html, StringComparison.Ordinal);
        var plain = html.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        Assert.True(plain.Length <= 4096, $"{plain.Length} characters");
    }

    [Theory]
    [InlineData(0, "до 1 мин")]
    [InlineData(59, "59 мин")]
    [InlineData(60, "1 ч 0 мин")]
    [InlineData(1565, "26 ч 5 мин")]
    public void A_time_is_told_in_hours_and_minutes(int minutes, string words) =>
        Assert.Equal(words, StatisticsText.Duration(TimeSpan.FromMinutes(minutes), ShippedForm.Texts));
}
