namespace VizTeh.Actors.Inbox;

/// <summary>
/// The end of a chat's flood: the updates that came behind the one which is answered by the notice, and are dropped. Their rows may be
/// deleted once the row of the flood's last update is marked as such: from then on the notice is owed even after a crash. Pure.
/// </summary>
/// <param name="isNoted">Whether the row says so already.</param>
internal sealed class FloodEnd(bool isNoted = false)
{
    private List<long>? _held;

    /// <summary>Whether the row says that the update ends a flood.</summary>
    public bool IsNoted { get; private set; } = isNoted;

    /// <summary>How many updates are dropped.</summary>
    public int Surplus { get; private set; }

    /// <summary>The dropped updates whose rows are not to be deleted yet.</summary>
    public IReadOnlyCollection<long> Held => _held ?? [];

    /// <summary>Whether the row has to be told now: with the first dropped update.</summary>
    public bool IsToBeNoted => !IsNoted && Surplus == 1;

    /// <summary>Drops an update.</summary>
    public void Add(long updateId)
    {
        Surplus++;
        (_held ??= []).Add(updateId);
    }

    /// <summary>The row says now that the update ends a flood.</summary>
    public void OnNoted() => IsNoted = true;

    /// <summary>Takes the held updates, whose rows may be deleted now.</summary>
    public IReadOnlyCollection<long> TakeHeld()
    {
        var taken = Held;
        _held = null;
        return taken;
    }
}
