namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>Who runs the bot during a run: one process after another, or several at once.</summary>
internal interface IBotLives : IAsyncDisposable
{
    /// <summary>The first stands for the start; after each other one, every chat may get one message once more.</summary>
    IReadOnlyList<IncarnationRecord> Records { get; }

    /// <summary>Records that the bot has sent a message.</summary>
    void NoteReply();

    /// <summary>Starts the bot; it is ready when this returns.</summary>
    /// <exception cref="TimeoutException">It did not become ready.</exception>
    Task StartAsync();

    /// <summary>Does what is planned; at the end the bot runs.</summary>
    Task LiveThroughAsync(CancellationToken cancellationToken);

    /// <summary>Records if a process has exited by itself.</summary>
    void NoteUnexpectedDeath();
}
