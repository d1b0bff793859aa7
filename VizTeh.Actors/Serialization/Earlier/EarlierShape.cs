namespace VizTeh.Actors.Serialization.Earlier;

/// <summary>
/// A shape that an earlier version of the program wrote. It is read for ever, converted to today's type, and never written.
/// </summary>
internal interface IEarlierShape
{
    object ToCurrent();
}
