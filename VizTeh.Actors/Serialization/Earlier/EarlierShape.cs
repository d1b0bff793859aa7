namespace VizTeh.Actors.Serialization.Earlier;

/// <summary>What an earlier version of the program wrote: read for ever, as what it is called today, and not written any more.</summary>
internal interface IEarlierShape
{
    object ToCurrent();
}
