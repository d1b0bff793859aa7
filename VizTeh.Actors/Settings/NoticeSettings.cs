namespace VizTeh.Actors.Settings;

/// <summary>What a client is told of a ticket: <c>vizteh.notices</c> of hocon.conf.</summary>
/// <param name="Taken">That a manager has taken it into work.</param>
/// <param name="Closed">That a manager has closed it.</param>
/// <param name="Reopened">That a manager has opened it again.</param>
/// <param name="Names">Whether the manager is named.</param>
public sealed record NoticeSettings(bool Taken, bool Closed, bool Reopened, bool Names)
{
    public static NoticeSettings Off { get; } = new(Taken: false, Closed: false, Reopened: false, Names: false);

    public static NoticeSettings Shipped { get; } = new(Taken: true, Closed: true, Reopened: true, Names: false);

    /// <summary>How long a notice waits, so that a manager who pressed the wrong button can put it right before the client knows.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(15);
}
