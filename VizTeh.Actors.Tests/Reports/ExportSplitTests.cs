using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Reports;

namespace VizTeh.Actors.Tests.Reports;

/// <summary>How an export is asked for, and how one that is too large is split.</summary>
public sealed class ExportSplitTests
{
    [Fact]
    public void A_period_is_split_by_month_a_month_by_day_and_a_day_not_at_all()
    {
        Assert.Equal(
            [Of(2026, 11, 20, 2026, 11, 30), Of(2026, 12, 1, 2026, 12, 31), Of(2027, 1, 1, 2027, 1, 5)],
            ExportSplit.Of(Of(2026, 11, 20, 2027, 1, 5)));
        Assert.Equal([Of(2027, 2, 27, 2027, 2, 27), Of(2027, 2, 28, 2027, 2, 28)], ExportSplit.Of(Of(2027, 2, 27, 2027, 2, 28)));
        Assert.Empty(ExportSplit.Of(Of(2027, 2, 27, 2027, 2, 27)));
    }

    [Theory]
    [InlineData("", "", ExportFormat.Xlsx)]
    [InlineData("март", "март", ExportFormat.Xlsx)]
    [InlineData("март CSV", "март", ExportFormat.Csv)]
    [InlineData("csv 01.03 - 15.03", "01.03 - 15.03", ExportFormat.Csv)]
    [InlineData("март .xlsx", "март", ExportFormat.Xlsx)]
    public void The_kind_of_the_file_stands_beside_the_period(string typed, string period, ExportFormat format) =>
        Assert.Equal((period, format), ExportCommand.Read(typed));

    private static ReportPeriod Of(int year, int month, int day, int lastYear, int lastMonth, int lastDay) =>
        new(new DateOnly(year, month, day), new DateOnly(lastYear, lastMonth, lastDay));
}
