using VizTeh.Actors.Inbox;

namespace VizTeh.Actors.Tests.Inbox;

public sealed class FloodEndTests
{
    [Fact]
    public void The_row_is_told_of_the_flood_with_the_first_dropped_update_only()
    {
        var flood = new FloodEnd();
        Assert.False(flood.IsToBeNoted);
        flood.Add(5);
        Assert.True(flood.IsToBeNoted);
        flood.Add(6);
        Assert.False(flood.IsToBeNoted);
    }

    [Fact]
    public void Dropped_updates_are_held_until_they_are_taken_and_counted_all_the_same()
    {
        var flood = new FloodEnd();
        flood.Add(5);
        flood.Add(6);
        flood.OnNoted();

        Assert.True(flood.IsNoted);
        Assert.Equal([5, 6], flood.TakeHeld());
        Assert.Empty(flood.TakeHeld());
        Assert.Equal(2, flood.Surplus);
    }

    [Fact]
    public void After_a_restart_the_row_says_already_that_the_flood_ended_here()
    {
        var flood = new FloodEnd(isNoted: true);
        flood.Add(5);

        Assert.True(flood.IsNoted);
        Assert.False(flood.IsToBeNoted);
    }
}
