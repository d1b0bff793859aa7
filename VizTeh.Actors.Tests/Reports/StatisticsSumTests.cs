using VizTeh.Actors.Reports;
using VizTeh.Actors.Schedule;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Reports;

/// <summary>What is counted in a period, and how long things took.</summary>
public sealed class StatisticsSumTests
{
    private static readonly ReportPeriod Week = new(new DateOnly(2027, 1, 11), new DateOnly(2027, 1, 17));
    private static readonly WorkingHours Hours = FirmHours.In(TestSettings.WithoutServers(ShippedForm.Company)).Company.Hours!;

    // 17:30 of a Friday; the firm works until 18:00.
    private static readonly DateTimeOffset Friday = FirmHours.Saturday.AddHours(-18.5);

    [Fact]
    public void Times_are_measured_in_working_hours()
    {
        var sum = new StatisticsSum(Week, Hours);
        sum.Add(Created(claimedAt: Friday.AddMinutes(10), answeredAt: FirmHours.Monday));
        sum.Add(new ClosedTicket(Friday, FirmHours.Monday.AddHours(1), null, 9, "Пётр"));

        var statistics = sum.Sum(0, []);

        Assert.Equal(TimeSpan.FromMinutes(10), statistics.ToClaim);
        Assert.Equal(TimeSpan.FromHours(3.5), statistics.ToAnswer);
        Assert.Equal(TimeSpan.FromHours(4.5), statistics.ToClose);
    }

    [Fact]
    public void Without_working_hours_all_time_counts()
    {
        var sum = new StatisticsSum(Week, hours: null);
        sum.Add(Created(answeredAt: FirmHours.Monday));

        Assert.Equal(TimeSpan.FromHours(66.5), sum.Sum(0, []).ToAnswer);
    }

    [Fact]
    public void The_median_of_an_even_count_lies_between_the_middle_two_and_what_never_happened_does_not_count()
    {
        var sum = new StatisticsSum(Week, hours: null);
        foreach (var minutes in (int[])[500, 10, 20, 4])
            sum.Add(Created(claimedAt: Friday.AddMinutes(minutes)));
        sum.Add(Created());
        sum.Add(Created(answeredAt: Friday.AddMinutes(-1)));

        var statistics = sum.Sum(0, []);

        Assert.Equal((6, TimeSpan.FromMinutes(15)), (statistics.Created, statistics.ToClaim));
        // The clocks of the two moments differ.
        Assert.Equal(TimeSpan.Zero, statistics.ToAnswer);
        Assert.Null(statistics.ToClose);
    }

    [Fact]
    public void A_city_is_counted_once_however_it_is_written()
    {
        var sum = new StatisticsSum(Week, Hours);
        foreach (var city in (string?[])["Тверь", "тверь ", "г. Орёл", "Г ОРЕЛ", null, " "])
            sum.Add(Created() with { City = city });

        Assert.Equal(
            [new Share(null, 2), new Share("Тверь", 2), new Share("г. Орёл", 2)], sum.Sum(0, []).Cities);
    }

    [Fact]
    public void However_many_cities_clients_type_the_memory_is_bounded()
    {
        var sum = new StatisticsSum(Week, Hours);
        for (var city = 0; city < 10_005; city++)
            sum.Add(Created() with { City = $"Город {city}" });

        Assert.Equal(new Share("…", 5), sum.Sum(0, []).Cities[^1]);
    }

    [Fact]
    public void A_manager_has_what_was_taken_and_closed_under_the_newest_name_and_a_withdrawal_is_the_clients()
    {
        var sum = new StatisticsSum(Week, Hours);
        sum.Add(Created() with { OwnerId = 9, OwnerName = "Пётр" });
        sum.Add(new ClosedTicket(Friday, Friday, "Заказ", 9, "Пётр (@petr)"));
        sum.Add(new ClosedTicket(null, Friday, "Заказ", 10, null));
        sum.Add(new ClosedTicket(Friday, Friday.AddHours(1), "withdrawn", 42, "Анна"));

        var statistics = sum.Sum(open: 7, [new Share("city", 1), new Share("phone", 3)]);

        Assert.Equal([new ManagerShare("Пётр (@petr)", 1, 1), new ManagerShare("id 10", 0, 1)], statistics.Managers);
        Assert.Equal([new Share("Заказ", 2), new Share("withdrawn", 1)], statistics.Outcomes);
        Assert.Equal(TimeSpan.Zero, statistics.ToClose);
        Assert.Equal((1, 3, 7), (statistics.Created, statistics.Closed, statistics.Open));
        Assert.Equal([new Share("phone", 3), new Share("city", 1)], statistics.LeftForms);
    }

    private static CreatedTicket Created(DateTimeOffset? claimedAt = null, DateTimeOffset? answeredAt = null) =>
        new(Friday, "Стелы", "Тверь", null, claimedAt, answeredAt);
}
