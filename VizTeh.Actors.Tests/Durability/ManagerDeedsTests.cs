using VizTeh.Actors.Sandbox.Durability;

namespace VizTeh.Actors.Tests.Durability;

/// <summary>A long run shows something of managers only if two of them did all that managers do.</summary>
public sealed class ManagerDeedsTests
{
    private static readonly ManagerDeeds All = new("Ольга", Claims: 3, Answers: 2, Reminders: 1, Closings: 4);
    private static readonly ManagerDeeds NoReminder = new("Пётр 1", Claims: 3, Answers: 2, Reminders: 0, Closings: 4);

    [Fact]
    public void Two_managers_who_claimed_answered_snoozed_and_closed_are_enough() =>
        Assert.Empty(ManagerDeeds.NotShown([NoReminder, All, All with { Name = "Пётр 2" }]));

    [Fact]
    public void With_one_of_them_the_run_says_what_the_others_lack()
    {
        Assert.Equal([NoReminder.ToString()], ManagerDeeds.NotShown([All, NoReminder]));
        Assert.NotEmpty(ManagerDeeds.NotShown([All]));
        Assert.NotEmpty(ManagerDeeds.NotShown([]));
    }
}
