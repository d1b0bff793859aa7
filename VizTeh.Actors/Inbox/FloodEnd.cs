namespace VizTeh.Actors.Inbox;

/// <summary>
/// The end of a chat's flood: the surplus updates after the one that is answered by the notice. Their rows may be deleted once that one's
/// row is marked as the end of a flood: from then on the notice is owed even after a crash. Pure.
/// </summary>
/// <param name="isNoted">Whether the row is marked already.</param>
internal sealed class FloodEnd(bool isNoted = false)
{
    private List<long>? _held;

    /// <summary>Whether the row of the update is marked as the end of a flood.</summary>
    public bool IsNoted { get; private set; } = isNoted;

    /// <summary>The number of surplus updates.</summary>
    public int Surplus { get; private set; }

    /// <summary>The surplus updates whose rows must not be deleted yet.</summary>
    public IReadOnlyCollection<long> Held => _held ?? [];

    /// <summary>Whether the row has to be marked now: at the first surplus update.</summary>
    public bool IsToBeNoted => !IsNoted && Surplus == 1;

    /// <summary>Adds a surplus update.</summary>
    public void Add(long updateId)
    {
        Surplus++;
        (_held ??= []).Add(updateId);
    }

    /// <summary>The row is marked now.</summary>
    public void OnNoted() => IsNoted = true;

    /// <summary>Removes and returns the held updates, whose rows may be deleted now.</summary>
    public IReadOnlyCollection<long> TakeHeld()
    {
        var taken = Held;
        _held = null;
        return taken;
    }
}
