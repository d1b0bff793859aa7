namespace VizTeh.Actors.Forms;

/// <summary>How far the adding of something to a ticket has come. Stored by name.</summary>
public enum AdditionStage
{
    /// <summary>The client chose the ticket, and was asked what to add.</summary>
    Begun,

    /// <summary>A message was added, and the client heard so.</summary>
    Stored,

    /// <summary>A message of the same burst or album was added, which needs no further word.</summary>
    Continued,

    /// <summary>The client added nothing.</summary>
    Ended,

    /// <summary>A reply to a message about the ticket was added, and the client heard so. Nothing is chosen for what is no reply.</summary>
    Quoted,

    /// <summary>A further reply of the same burst or album was added, which needs no further word.</summary>
    QuotedAgain,
}
